use super::*;
use crate::gui::stage::sample;

fn wish(change: impl Fn(&mut Wish)) -> Wish {
    let mut wish = Wish::default();
    change(&mut wish);
    wish
}

#[test]
fn the_scope_decides_what_is_shown() {
    let picture = sample::flood(100);
    let count = |scope: &Scope| rows(&picture, scope, &Wish::default()).len();
    assert_eq!(count(&Scope::All), picture.messages.len());
    assert_eq!(count(&Scope::Incident(1)), 107);
    assert_eq!(count(&Scope::Kept(1)), 7);
    assert_eq!(count(&Scope::Kind(1, Kind::Bounce)), 5);
    assert_eq!(count(&Scope::Incident(2)), 0);
}

#[test]
fn chips_follow_the_members_own_decisions() {
    let mut picture = sample::flood(100);
    let offered = wish(|w| w.chip = Chip::Offered);
    let before = rows(&picture, &Scope::All, &offered);
    assert_eq!(before.len(), 100);
    let kept = picture.messages[before[0]].key();
    picture.decisions.insert(kept, true);
    let protected = (0..picture.messages.len()).find(|i| fate(&picture, *i).kept() && !before.contains(i)).unwrap();
    picture.decisions.insert(picture.messages[protected].key(), false);
    let after = rows(&picture, &Scope::All, &offered);
    assert!(!after.contains(&before[0]) && after.contains(&protected));
    assert_eq!(rows(&picture, &Scope::All, &wish(|w| w.chip = Chip::Kept)).len(), 7);
}

#[test]
fn what_was_moved_away_is_gone_from_the_list() {
    let mut picture = sample::flood(10);
    let gone = rows(&picture, &Scope::Incident(1), &wish(|w| w.chip = Chip::Offered));
    picture.moved = std::sync::Arc::new(gone.iter().copied().collect());
    assert_eq!(rows(&picture, &Scope::Incident(1), &Wish::default()).len(), 7);
}

#[test]
fn every_word_of_the_search_must_be_found_in_any_case() {
    let picture = sample::flood(100);
    let search = |query: &str| rows(&picture, &Scope::All, &wish(|w| query.clone_into(&mut w.query))).len();
    assert_eq!(search("bürgeramt TERMIN"), 1);
    assert_eq!(search("bürgeramt kuchen"), 0);
    assert_eq!(search("  "), picture.messages.len());
    assert!(search("mailer-daemon@mail.example") > 0);
}

#[test]
fn rows_are_sorted_and_keep_the_mailbox_order_among_equals() {
    let picture = sample::flood(100);
    let sorted = |sort| rows(&picture, &Scope::All, &wish(|w| w.sort = sort));
    let times = |rows: &[usize]| rows.iter().map(|i| picture.messages[*i].received).collect::<Vec<_>>();
    let oldest = times(&sorted(Sort::Oldest));
    assert!(oldest.is_sorted());
    let mut newest = times(&sorted(Sort::Newest));
    newest.reverse();
    assert_eq!(newest, oldest);
    let sizes: Vec<_> = sorted(Sort::Largest).iter().map(|i| std::cmp::Reverse(picture.messages[*i].size)).collect();
    assert!(sizes.is_sorted());
    let senders: Vec<_> = sorted(Sort::Sender).iter().map(|i| picture.messages[*i].from_name().to_lowercase()).collect();
    assert!(senders.is_sorted());
}

#[test]
fn groups_count_what_they_show() {
    let picture = sample::flood(100);
    for grouping in [Grouping::Sender, Grouping::Kind, Grouping::Channel, Grouping::Chain] {
        let groups = groups(&picture, &Scope::Incident(1), &wish(|w| w.grouping = grouping));
        assert_eq!(groups.iter().map(|g| g.count).sum::<usize>(), 107, "{grouping:?}");
        assert!(groups.is_sorted_by_key(|g| std::cmp::Reverse(g.count)));
        for group in groups {
            let wish = wish(|w| {
                w.grouping = grouping;
                w.group = Some(group.key.clone());
            });
            assert_eq!(rows(&picture, &Scope::Incident(1), &wish).len(), group.count, "{:?}", group.key);
        }
    }
}

#[test]
fn a_chain_is_a_subject_without_what_mail_programs_put_before_it() {
    assert_eq!(chain("AW: Re: WG: Kuchen"), "Kuchen");
    assert_eq!(chain("Wichtig: Kuchen"), "Wichtig: Kuchen");
    assert_eq!(chain(""), "");
}
