//! The fuzz targets begin with the programmes of the repository. They would end on their first input if one could not be read.

#[expect(dead_code, unreachable_pub, reason = "it is a library of its own")]
#[path = "../../fuzz/src/lib.rs"]
mod fuzz;

#[test]
fn every_document_of_the_fuzz_targets_is_a_programme() {
    assert!(fuzz::DOCUMENTS.len() > 50);
    for (name, document) in &*fuzz::DOCUMENTS {
        assert!(kenpo_wire::parse_programme(document).is_ok(), "{name}");
    }
}
