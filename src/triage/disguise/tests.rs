use super::*;

fn from(addr: &str) -> Address {
    Address::new("", addr)
}

#[test]
fn letters_that_nobody_sees_or_that_only_look_alike() {
    for text in ["M\u{e0139}i\u{e0139}crosoft", "re-verify your b\u{200b}ank", "Lеdger", "THΑLES"] {
        assert!(hides(text), "{text:?}");
    }
    for text in
        ["Größe 42 ❤\u{fe0f} für Sie", "IT-отдел", "SMSка", "Привет", "Ελλάδα", "µBlock", "中文 English", "می\u{200c}خواهم", ""]
    {
        assert!(!hides(text), "{text:?}");
    }
}

#[test]
fn a_name_letter_by_letter() {
    assert!(spelt_out("N e t b a n k !") && spelt_out("F.u.n.d.s"));
    assert!(!spelt_out("J. R. R. Meier") && !spelt_out("Verein A B") && !spelt_out("1 2 3 4 5 6"));
}

#[test]
fn a_house_at_home_and_its_name_elsewhere() {
    for (name, addr) in [
        ("PayPal Service", "service@paypal.com"),
        ("PayPal", "service@mail.paypal.de"),
        ("Apple ID", "noreply@email.apple.com"),
        ("DHL Paket", "noreply@dhl.de"),
        ("Kreissparkasse Nord", "service@sparkasse-nord.de"),
        ("Anna Post", "anna@post.example"),
    ] {
        assert!(!borrows_a_name(name, &from(addr)), "{name} <{addr}>");
    }
    for (name, addr) in [
        ("PayPal™", "service@kunden.example"),
        ("DHL Paket", "contact@box.example"),
        ("Trust-Wallet", "info@club.example"),
        ("UPS", "x@groups.example"),
    ] {
        assert!(borrows_a_name(name, &from(addr)), "{name} <{addr}>");
    }
    assert!(homeless(&from("bank@campaign4711")) && !homeless(&from("a@b.example")) && !homeless(&from("root@localhost")));
}
