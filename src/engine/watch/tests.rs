use super::*;

#[test]
fn waits_grow_and_differ_and_end_somewhere() {
    for failures in 1..100 {
        let plain = AGAIN.saturating_mul(2_u32.saturating_pow(failures - 1)).min(LONGEST);
        for chance in [0, 1, 511, 1023, u64::MAX] {
            let wait = back_off(failures, chance);
            assert!(wait >= plain * 3 / 4 && wait <= plain * 5 / 4, "{failures} {chance}: {wait:?}");
        }
        assert_ne!(back_off(failures, 0), back_off(failures, 1));
    }
}

#[test]
fn only_what_may_pass_is_waited_for() {
    let patient = |error: SourceError| patience(&error.into());
    let host = || "mail.example".to_owned();
    assert_eq!(patient(SourceError::Dropped { host: host(), detail: String::new() }), Some(Duration::ZERO));
    let minute = Duration::from_mins(1);
    assert_eq!(patient(SourceError::Wait { said: String::new(), wait: Some(minute) }), Some(minute));
    assert_eq!(patient(SourceError::WrongPassword { said: String::new() }), None);
    // As a network says it that wants its terms to be agreed to first.
    assert_eq!(patient(SourceError::NoEncryption { host: host() }), Some(Duration::ZERO));
    let problem = crate::source::CertificateProblem::UnknownIssuer;
    let stranger = SourceError::Certificate { host: host(), problem, print: None, detail: String::new() };
    assert_eq!(patient(stranger), Some(Duration::ZERO));
    assert_eq!(patience(&Error::StoreBusy), None);
}
