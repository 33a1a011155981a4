//! The identity check beside a plain statement of who may register, and the term in which a new member waits.

#[expect(dead_code, reason = "caps are for the tests of points")]
mod support;

use kenpo_core::{
    Explain, Period, Programme, Reason,
    civil::{Date, Instant},
    member::Relation,
    programme::{Citation, Document, Group, GroupKind, IdentityTerms, Maintenance, RelationTerms},
    registration::{IdentityRequest, IdentityVerdict, SocietyRecord, identify},
    value::{HostId, RuleId},
};
use proptest::prelude::*;
use support::code;

const NUMBERS: [&str; 2] = ["06133425", "63133425"];

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn instant(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn cite(rule: &str) -> Citation {
    Citation { rule: RuleId::new(rule).unwrap(), clause: None }
}

fn programme(groups: Vec<Group>) -> Programme {
    let admit = |rule, admitted: &[Relation]| RelationTerms {
        rule: RuleId::new(rule).unwrap(),
        admitted: admitted.into(),
        clause: None,
    };
    let terms = IdentityTerms {
        period: Period::default(),
        adoption: cite("ADOPTION"),
        name: cite("NAME"),
        record: cite("RECORD"),
        waiting_months: 2,
        relations: vec![
            admit("INSURED", &[Relation::Insured]),
            admit("RETIRED", &[Relation::SpecialRetiree, Relation::SpecialRetireeDependant]),
        ],
        once: cite("ONCE"),
    };
    let document: Document = support::programme(&[(1, 1)], Vec::new()).document().clone();
    Programme::new(Document { groups, identity: vec![terms], ..document }, b"").unwrap()
}

fn society() -> Group {
    Group {
        name: None,
        id: code(NUMBERS[0]),
        kind: GroupKind::Insurer,
        numbers: vec![code(NUMBERS[1])],
        period: Period { from: Some(date("2017-04-01")), until: Some(date("2018-03-31")) },
        maintenance: vec![Maintenance {
            from: instant("2017-06-10T00:00:00Z"),
            until: instant("2017-06-11T00:00:00Z"),
        }],
    }
}

/// Names of which some have one key, some none, and some cannot be typed into the form.
const NAMES: [&str; 7] = ["ケンコムキヨウ", "ケンコム　キョウ", "ｹﾝｺﾑｷｮｳ", "ケンコウタロウ", "ー・", "", "健康太郎"];

/// Which of them are one name, and which are nobody's.
fn same_name(a: usize, b: usize) -> bool {
    a == b && !matches!(a, 4 | 5) || a < 3 && b < 3
}

fn births() -> [Date; 2] {
    [date("1989-01-01"), date("1990-02-03")]
}

fn persons() -> [HostId; 3] {
    ["person-of-host-1", "person-of-host-2", "person-of-host-3"].map(|id| HostId::new(id).unwrap())
}

#[derive(Clone, Debug)]
struct Held {
    person: usize,
    name: usize,
    born: usize,
    relation: Relation,
    unlinked: bool,
}

fn held() -> impl Strategy<Value = Held> {
    (0_usize..3, 0..NAMES.len(), 0_usize..2, prop::sample::select(Relation::ALL.to_vec()), any::<bool>())
        .prop_map(|(person, name, born, relation, unlinked)| Held { person, name, born, relation, unlinked })
}

#[derive(Clone, Debug)]
struct Asked {
    now: Instant,
    group: usize,
    name: usize,
    born: usize,
    joined_on: Option<Date>,
    records: Vec<Held>,
    registered: Vec<usize>,
}

fn asked() -> impl Strategy<Value = Asked> {
    let start = instant("2017-03-01T00:00:00+09:00").unix();
    let now = prop_oneof![
        start..start + 450 * 86_400,
        prop::sample::select(vec![
            instant("2017-06-10T00:00:00Z").unix(),
            instant("2017-06-11T00:00:00Z").unix(),
            instant("2017-06-15T12:00:00Z").unix(),
        ]),
    ];
    let joined_on = prop::option::of((2017_i32..2019, 1_u32..13, 1_u32..29));
    let records = prop::collection::vec(held(), 0..5);
    let registered = prop::collection::vec(0_usize..3, 0..2);
    (now, 0_usize..3, 0..NAMES.len(), 0_usize..2, joined_on, records, registered).prop_map(
        |(now, group, name, born, joined_on, records, registered)| Asked {
            now: Instant::from_unix(now).unwrap(),
            group,
            name,
            born,
            joined_on: joined_on.and_then(|(y, m, d)| Date::from_ymd(y, m, d)),
            records,
            registered,
        },
    )
}

impl Asked {
    fn request(&self, explain: Explain) -> IdentityRequest {
        let record = |held: &Held| SocietyRecord {
            person: persons()[held.person].clone(),
            name: NAMES[held.name].into(),
            born: births()[held.born],
            relation: held.relation,
            unlinked: held.unlinked,
        };
        IdentityRequest {
            now: self.now,
            group: Some([NUMBERS[0], NUMBERS[1], "06130488"][self.group].into()),
            name: NAMES[self.name].into(),
            born: births()[self.born],
            joined_on: self.joined_on,
            records: self.records.iter().map(record).collect(),
            registered: self.registered.iter().map(|person| persons()[*person].clone()).collect(),
            explain,
        }
    }

    /// Every reason, said once more, rule by rule.
    fn reasons(&self) -> Vec<Reason> {
        let day = self.now.date();
        if self.group == 2 || day < date("2017-04-01") || day > date("2018-03-31") {
            return vec![Reason::NotAdopted];
        }
        let clock = self.now.to_string();
        if clock.as_str() >= "2017-06-10T09:00:00+09:00" && clock.as_str() < "2017-06-11T09:00:00+09:00" {
            return vec![Reason::InMaintenance];
        }
        let mut reasons = Vec::new();
        match self.name {
            0 | 1 | 3 => {}
            4 | 5 => reasons.push(Reason::Empty),
            _ => reasons.push(Reason::NotFullWidthKana),
        }
        if self.records.is_empty() {
            let waits = self.joined_on.is_some_and(|joined| day < corresponding(joined, 2));
            reasons.push(if waits { Reason::NotYetAvailable } else { Reason::NoRecord });
            return reasons;
        }
        let fitting: Vec<&Held> =
            self.records.iter().filter(|held| same_name(held.name, self.name) && held.born == self.born).collect();
        let Some(first) = fitting.first().filter(|first| fitting.iter().all(|held| held.person == first.person)) else {
            if self.records.iter().all(|held| held.unlinked) {
                reasons.push(Reason::DataNotLinked);
            }
            reasons.push(Reason::RecordInconsistent);
            return reasons;
        };
        let admitted =
            |held: &&Held| !matches!(held.relation, Relation::Dependant | Relation::Spouse | Relation::Voluntary);
        let any_linked = fitting.iter().any(|held| !held.unlinked);
        if !any_linked {
            reasons.push(Reason::DataNotLinked);
        }
        if !fitting.iter().copied().filter(|held| held.unlinked != any_linked).any(|held| admitted(&held)) {
            reasons.push(Reason::RelationNotAdmitted);
        }
        if self.registered.contains(&first.person) {
            reasons.push(Reason::AlreadyRegistered);
        }
        reasons
    }
}

/// The first day after a term of months from a day on, that day counted, found day by day.
fn corresponding(from: Date, months: u32) -> Date {
    let month = |date: Date| date.year() * 12 + i32::try_from(date.month()).unwrap();
    let target = month(from) + i32::try_from(months).unwrap();
    let mut day = from;
    while month(day) < target || month(day) == target && day.day() < from.day() {
        day = day.succ().unwrap();
    }
    day
}

fn answer(programme: &Programme, request: &IdentityRequest) -> IdentityVerdict {
    identify(programme, request).unwrap().verdict
}

proptest! {
    #[test]
    fn who_may_register(asked in asked()) {
        let verdict = answer(&programme(vec![society()]), &asked.request(Explain::None));
        let expected = asked.reasons();
        prop_assert_eq!(verdict.reason, expected.first().copied().unwrap_or(Reason::Accepted));
        let waits = expected.contains(&Reason::NotYetAvailable);
        prop_assert_eq!(verdict.not_before, asked.joined_on.filter(|_| waits).map(|joined| corresponding(joined, 2)));
        prop_assert_eq!(verdict.at.is_some(), expected.contains(&Reason::NotFullWidthKana));
        prop_assert!(verdict.person.is_some() || !expected.is_empty());
        prop_assert_eq!(verdict.reasons, expected);
    }

    #[test]
    fn the_order_of_records_says_nothing(asked in asked(), places in any::<[u8; 5]>()) {
        let programme = programme(vec![society()]);
        let mut shuffled = asked.clone();
        let mut order: Vec<usize> = (0..asked.records.len()).collect();
        order.sort_by_key(|index| places[*index]);
        shuffled.records = order.into_iter().map(|index| asked.records[index].clone()).collect();
        let (one, other) = (asked.request(Explain::All), shuffled.request(Explain::All));
        prop_assert_eq!(identify(&programme, &one), identify(&programme, &other));
    }

    #[test]
    fn checks_tell_of_reasons_and_of_no_person(asked in asked()) {
        let programme = programme(vec![society()]);
        let decision = identify(&programme, &asked.request(Explain::All)).unwrap();
        prop_assert_eq!(&decision.verdict, &answer(&programme, &asked.request(Explain::None)));
        let failed = identify(&programme, &asked.request(Explain::Failed)).unwrap().checks;
        prop_assert_eq!(failed.iter().map(|check| check.code).collect::<Vec<_>>(), decision.verdict.reasons);
        prop_assert_eq!(decision.checks.len(), 9);
        let told = format!("{:?}", decision.checks);
        let personal = NAMES.iter().filter(|name| !name.is_empty()).map(ToString::to_string);
        let personal = personal.chain(births().map(|born| born.to_string())).chain(["person-of-host".into()]);
        for word in personal {
            prop_assert!(!told.contains(&word), "{}", told);
        }
    }

    #[test]
    fn a_term_of_months(y in 1_i32..9990, m in 1_u32..13, d in 1_u32..32, months in 0_u32..=12) {
        if let Some(day) = Date::from_ymd(y, m, d) {
            prop_assert_eq!(day.after_months(months), Some(corresponding(day, months)));
        }
    }
}

#[test]
fn a_term_past_the_last_year() {
    assert_eq!(date("9999-10-31").after_months(2), Some(date("9999-12-31")));
    assert_eq!(date("9999-11-01").after_months(2), None);
    assert_eq!(date("9999-12-31").after_months(0), Some(date("9999-12-31")));
    assert_eq!(date("9999-12-31").after_months(u32::MAX), None);
}

fn sample() -> IdentityRequest {
    let asked = Asked {
        now: instant("2017-06-15T10:00:00+09:00"),
        group: 0,
        name: 0,
        born: 0,
        joined_on: None,
        records: vec![Held { person: 0, name: 0, born: 0, relation: Relation::Insured, unlinked: false }],
        registered: Vec::new(),
    };
    asked.request(Explain::None)
}

#[test]
fn a_programme_without_groups_is_one_societys_own() {
    let programme = programme(Vec::new());
    let alone = IdentityRequest { group: None, ..sample() };
    assert_eq!(answer(&programme, &alone).reason, Reason::Accepted);
    assert_eq!(answer(&programme, &sample()).reason, Reason::NotAdopted);
}

#[test]
fn lists_at_the_limit() {
    let programme = programme(vec![society()]);
    let record = sample().records[0].clone();
    let with = |records: usize| IdentityRequest { records: vec![record.clone(); records], ..sample() };
    assert_eq!(answer(&programme, &with(256)).reason, Reason::Accepted);
    let error = identify(&programme, &with(257)).unwrap_err();
    assert_eq!((error.code().name(), error.path()), ("too_large", "/records"));
}
