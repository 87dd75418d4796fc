use super::*;

#[test]
fn the_table_knows_every_signal_and_no_other() {
    let (weights, faults) = Weights::read(TABLE);
    assert!(faults.is_empty(), "{faults:#?}");
    assert_eq!(&weights, Weights::built_in());
}

#[test]
fn a_faulty_table_is_told() {
    let (_, faults) = Weights::read("kind\tunheard_of\tconfirmation\t3\twhy\nlimit\tprotects\tcontent\tmuch\twhy\n");
    assert!(faults.iter().any(|f| f.contains("unheard_of")) && faults.iter().any(|f| f.contains("much")));
    let (_, faults) = Weights::read(&TABLE.replace("kind\treply\treply_all\t20\tan answer\n", ""));
    assert_eq!(faults, ["missing: kind reply"]);
    let (_, faults) = Weights::read(&format!("{TABLE}limit\tprotects\tcontent\t41\tagain\n"));
    assert_eq!(faults.len(), 1);
    let (_, faults) = Weights::read(&TABLE.replace("\tan answer\n", "\t\n"));
    assert_eq!(faults.len(), 2, "a line without a word on why: {faults:?}");
}
