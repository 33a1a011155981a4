//! What a misspelt name was meant to be.

/// The nearest of the names that are there: at most a third of its letters are other ones, and at most three.
pub(crate) fn meant<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = (written.len() / 3).clamp(1, 3);
    let near = names.into_iter().map(|name| (strsim::osa_distance(written, name), name));
    near.filter(|(edits, _)| *edits <= most).min_by_key(|(edits, _)| *edits).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn the_nearest_name_or_none() {
        let names = ["points.accrue", "points.earn", "points.settle"];
        assert_eq!(meant("points.acrue", names), Some("points.accrue"));
        assert_eq!(meant("points.eanr", names), Some("points.earn"));
        assert_eq!(meant("coupon.issue", names), None);
        assert_eq!(meant("", names), None);
    }
}
