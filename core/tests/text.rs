//! Folding, names and dates, for whatever is pasted.

use kenpo_core::{
    civil::{Date, Era, EraCodes, EraForm, InEra, read_date, read_date_by},
    text::{
        KeysRefused, compose, difference, fold_radical, fold_width, has_letter, is_hyphen, is_same, match_key,
        match_key_2, match_keys, to_full_width, to_half_width, unusable,
    },
};
use proptest::prelude::*;

/// Kana of every width, marks, look-alikes and whatever else.
fn pasted() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ァ-ヺーぁ-ゖ・　]{1,4}",
        "[ｦ-ﾟ･ ]{1,4}",
        "[\u{3099}\u{309A}゛゜\u{2F00}-\u{2FD5}Ａ-ｚ0-9‐-―〜～]{1,3}",
        "\\PC{0,3}",
    ];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

/// A date with its digits in kanji numerals.
fn kanji(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, digits) = rest.split_at(at);
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let number: usize = digits[..end].parse().unwrap();
        let ones = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
        let digit = |n: usize| if n == 0 { "〇" } else { ones[n] };
        out += before;
        match (number / 10, number % 10) {
            (0, one) => out += ones[one],
            (1, one) => out += &format!("十{}", ones[one]),
            (ten, one) if ten < 10 => out += &format!("{}十{}", ones[ten], ones[one]),
            _ => out.extend(digits[..end].bytes().map(|byte| digit(usize::from(byte - b'0')))),
        }
        rest = &digits[end..];
    }
    out + rest
}

/// 令6.2.18
fn short(date: Date) -> String {
    let era = Era::of(date).unwrap();
    InEra(date, EraForm::Short).to_string().replacen(era.letter(), &era.name()[..3], 1)
}

/// ㋿6.2.18
fn square(date: Date) -> String {
    let era = Era::of(date).unwrap();
    InEra(date, EraForm::Short).to_string().replacen(era.letter(), &era.square().to_string(), 1)
}

/// Characters that nobody sees.
fn invisible() -> impl Strategy<Value = char> {
    prop::sample::select(vec![
        '\u{AD}', '\u{200B}', '\u{200D}', '\u{200F}', '\u{202C}', '\u{2060}', '\u{2069}', '\u{FEFF}',
    ])
}

#[test]
fn no_letter_and_no_ideograph_is_a_hyphen() {
    for c in "一丨ー゠_ノイﾉ二".chars() {
        assert!(!is_hyphen(c), "{c}");
    }
}

/// The keys of a column, or why it has no keys. The names lie between other bytes, which are not text.
fn keys_of(names: &[&[u8]]) -> Result<Vec<String>, KeysRefused> {
    let around: &[u8] = &[0xFF; 3];
    let texts = [&[around], names, &[around]].concat().concat();
    let mut offsets = vec![3];
    for name in names {
        offsets.push(offsets[offsets.len() - 1] + i64::try_from(name.len()).unwrap());
    }
    // Room for what the offsets span and not a byte more.
    let (mut keys, mut ends) = (vec![0x5A; texts.len() - 6], vec![77; offsets.len()]);
    let len = match_keys(&texts, &offsets, &mut keys, &mut ends)?;
    assert_eq!((ends[0], ends[names.len()]), (0, i64::try_from(len).unwrap()));
    assert!(keys[len..].iter().all(|byte| *byte == 0x5A));
    let ends = ends.into_iter().map(|end| usize::try_from(end).unwrap());
    let ends: Vec<usize> = ends.collect();
    Ok(ends.array_windows().map(|[from, until]| String::from_utf8(keys[*from..*until].to_vec()).unwrap()).collect())
}

#[test]
fn a_column_has_no_keys_for_the_first_row_that_is_not_a_name() {
    let (longest, longer) = (vec![b'A'; 256], vec![b'A'; 257]);
    assert_eq!(keys_of(&[]), Ok(vec![]));
    assert_eq!(keys_of(&[b"", b" -", &longest]), Ok(vec![String::new(), String::new(), "A".repeat(256)]));
    assert_eq!(keys_of(&[&longest, b"", &longer]), Err(KeysRefused::TooLong(2)));
    assert_eq!(keys_of(&[b"A", b"\xE3\x82", b"\xAB"]), Err(KeysRefused::NotText(1)));
    // A name that is both is too long, as it is by itself.
    assert_eq!(keys_of(&[&[0xFF; 257], b"\xFF"]), Err(KeysRefused::TooLong(0)));
}

#[test]
fn offsets_of_a_column_ascend_within_its_texts() {
    let mut keys = [0; 9];
    let mut of = |offsets: &[i64], room: usize| match_keys(b"ABCDEFGHI", offsets, &mut keys[..room], &mut [0; 4]);
    assert_eq!(of(&[0, 3, 3, 9], 9), Ok(9));
    assert_eq!(of(&[0, 3, 2, 9], 9), Err(KeysRefused::Offsets(1)));
    assert_eq!(of(&[-1, 3, 3, 9], 9), Err(KeysRefused::Offsets(0)));
    assert_eq!(of(&[0, 3, 3, 10], 9), Err(KeysRefused::Offsets(2)));
    assert_eq!(of(&[i64::MIN, i64::MAX], 9), Err(KeysRefused::Offsets(0)));
    // Without a row no offset is read.
    assert_eq!((of(&[], 0), of(&[77], 0)), (Ok(0), Ok(0)));
    assert_eq!(of(&[2, 3, 4, 9], 7), Ok(7));
    assert_eq!(of(&[2, 3, 4, 9], 6), Err(KeysRefused::Room));
    assert_eq!(of(&[0, 1, 2, 3, 4], 9), Err(KeysRefused::Room));
}

proptest! {
    #[test]
    fn a_column_has_the_key_of_each_name(names in prop::collection::vec(pasted(), 0..12)) {
        let bytes: Vec<&[u8]> = names.iter().map(|name| name.as_bytes()).collect();
        let one_by_one: Vec<String> = names.iter().map(|name| match_key(name).collect()).collect();
        // Hosts that take keys as one text tell them apart by a line feed.
        prop_assert!(!one_by_one.concat().contains('\n'));
        prop_assert_eq!(keys_of(&bytes), Ok(one_by_one));
    }

    #[test]
    fn folding_twice_changes_nothing(text in pasted()) {
        let fold = |text: &str| compose(text.chars().map(|c| fold_radical(fold_width(c)))).collect::<String>();
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn a_key_is_its_own_key(name in pasted()) {
        let key: String = match_key(&name).collect();
        let again: String = match_key(&key).collect();
        // A mark that joined nothing may come to stand after a letter in the key.
        prop_assert!(again == key || key.contains(['゛', '゜']));
    }

    #[test]
    fn what_nobody_sees_is_no_part_of_a_name(name in pasted(), at in 0_usize..20, c in invisible()) {
        let mut with: Vec<char> = name.chars().collect();
        with.insert(at.min(with.len()), c);
        let with: String = with.into_iter().collect();
        prop_assert!(match_key(&with).eq(match_key(&name)));
        prop_assert_eq!(to_full_width(&with), to_full_width(&name));
        prop_assert_eq!(to_half_width(&with).ok(), to_half_width(&name).ok());
        prop_assert_eq!(unusable(&with, true).is_some(), unusable(&name, true).is_some());
    }

    #[test]
    fn a_spacing_mark_is_as_good_as_a_combining_one(name in "[ァ-ヺー\u{3099}\u{309A} ]{0,12}") {
        let spacing = name.replace('\u{3099}', "゛").replace('\u{309A}', "゜");
        prop_assert!(match_key(&spacing).eq(match_key(&name)));
        prop_assert_eq!(to_full_width(&spacing), to_full_width(&name));
        if let Ok(half) = to_half_width(&spacing) {
            prop_assert!(match_key(&half).eq(match_key(&name)));
        }
    }

    #[test]
    fn one_key_of_version_1_is_one_of_version_2(name in pasted()) {
        let key: String = match_key(&name).collect();
        prop_assert!(key.contains(['゛', '゜']) || match_key_2(&key).eq(match_key_2(&name)));
        prop_assert!(match_key_2(&name).map(char::len_utf8).sum::<usize>() <= name.len());
    }

    #[test]
    fn the_same_names_are_alike(one in pasted(), other in "[ァ-オーｱ-ｵゞ・゛]{0,4}") {
        prop_assert!(is_same(&one, &one) && difference(&one, &one).is_empty());
        prop_assert!(is_same(&one, &to_full_width(&one)));
        prop_assert_eq!(difference(&one, &other), difference(&other, &one));
    }

    #[test]
    fn width_is_no_part_of_a_name(name in "[ァ-ワンー・　]{0,12}") {
        if let Ok(half) = to_half_width(&name) {
            prop_assert_eq!(unusable(&half, false), None);
            prop_assert_eq!(to_full_width(&half), name.clone());
            prop_assert!(match_key(&half).eq(match_key(&name)));
            prop_assert_eq!(has_letter(&half), has_letter(&name));
        }
    }

    #[test]
    fn what_a_form_takes_stays_as_it_is(name in pasted()) {
        if unusable(&name, true).is_none() {
            let full = to_full_width(&name);
            prop_assert_eq!(unusable(&full, true), None);
            prop_assert!(is_same(&full, &name));
            prop_assert_eq!(to_full_width(&full), full);
        }
    }

    #[test]
    fn any_text_is_a_date_or_is_refused(text in pasted()) {
        let _ = read_date(&text);
    }

    #[test]
    fn near_dates_never_panic(text in "[0-9元明治大正昭和平成令㍻㋿〇一二十MTSHRmtshr年月日./ ()（）㈰-]{0,16}") {
        if let Ok(read) = read_date(&text) {
            let printed = InEra(read.date, EraForm::Long).to_string();
            if !printed.is_empty() {
                prop_assert_eq!(read_date(&printed).map(|again| (again.date, again.past_the_era)), Ok((read.date, false)));
            }
        }
    }

    #[test]
    fn every_form_of_a_date_is_read(y in 1873_i32..3000, m in 1_u32..13, d in 1_u32..32) {
        if let Some(date) = Date::from_ymd(y, m, d) {
            let forms = [
                format!("{date}"), format!("{y}/{m}/{d}"), format!("{y}.{m:02}.{d}"), format!("{y}年{m}月{d}日"),
                format!("{y}{m:02}{d:02}"), InEra(date, EraForm::Short).to_string().to_lowercase(),
                kanji(&InEra(date, EraForm::Long).to_string()), short(date), square(date),
            ];
            for form in forms {
                let weekday = ["日", "月", "火", "水", "木", "金", "土"][date.weekday() as usize];
                prop_assert_eq!(read_date(&form).map(|read| read.date), Ok(date), "{}", form);
                let read = read_date(&format!("{form}（{weekday}）"));
                prop_assert_eq!(read.map(|read| (read.date, read.wrong_weekday)), Ok((date, false)), "{}", form);
            }
            for codes in [EraCodes::Claims, EraCodes::Employers] {
                let compact = InEra(date, EraForm::Compact(codes)).to_string();
                if !compact.is_empty() {
                    prop_assert_eq!(read_date_by(&compact, codes).map(|read| (read.date, read.by_code)), Ok((date, true)));
                }
            }
        }
    }
}
