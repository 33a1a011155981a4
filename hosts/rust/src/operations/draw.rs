//! The draw, from the tickets to the verified proof, in one example.

/// The verifiable draw, `kenpo-draw/v1`: a result that a member can check, anyone can repeat, and the operator cannot steer.
///
/// ```
/// use kenpo::{Explain, Reason, json, lottery, parse_programme};
///
/// // 32 bytes of the operating system's generator, used once and not kept; fixed here, so that the example repeats.
/// let entropy = "0".repeat(62) + "2a";
/// let request = format!(
///     r#"{{"draw_id":"kkr-2022-06","entropy":"{entropy}","holders":[{{"member_id":"m-1","tickets":1}},{{"member_id":"m-2","tickets":2}}]}}"#
/// );
/// let entered = lottery::enter(&json::from_text(&request)?)?;
///
/// // Freeze and publish the manifest, before the randomness exists.
/// let frozen = lottery::freeze(&lottery::FreezeRequest {
///     entries: entered.verdict.entries.clone(),
///     ..json::from_text(
///         r#"{"draw_id":"kkr-2022-06","freeze_time":"2022-06-20T00:00:00+09:00","draw_time":"2022-06-23T12:00:00+09:00",
///             "beacon":{"kind":"public_text","description":"Nikkei 225 closing value and volume of 2022-06-22"},
///             "entries":[],"prizes":[{"code":"first","quantity":1}],"alternates":1,"max_prizes_per_holder":1}"#,
///     )?
/// })?;
///
/// // Draw with the public values that were announced, and let anyone repeat it from the proof.
/// let drawn = lottery::draw(&lottery::DrawRequest {
///     manifest: frozen.verdict.manifest,
///     entries: entered.verdict.entries,
///     exchanges: Vec::new(),
///     public_text: Some("26149./1024./".into()),
///     signature: None,
///     reveals: Vec::new(),
///     time_evidence: None,
///     earlier: None,
/// })?;
/// let proof = drawn.verdict.proof;
///
/// // What a member needs of it, beside manifest and receipt.
/// let seen = lottery::member_view(&lottery::MemberViewRequest { tag: proof.entries[0].tag, proof: proof.clone() })?;
/// assert_eq!(seen.verdict.view.public_text, proof.public_text);
///
/// // Later: the winner declines, and the prize passes to the alternate. It becomes part of the proof.
/// let programme = parse_programme(&std::fs::read("../../programmes/kkr.json")?)?;
/// let declined = r#"{"event":"declined","rank":1,"time":"2022-06-24T09:00:00+09:00"}"#;
/// let settled = lottery::settle(
///     &programme,
///     &lottery::SettleDrawRequest { proof, records: vec![json::from_text(declined)?], now: json::from_text(r#""2022-06-25T00:00:00+09:00""#)?, explain: Explain::None },
/// )?;
/// assert_eq!(settled.verdict.ranks[1].state, lottery::RankState::Awarded);
///
/// let proof = settled.verdict.proof.expect("nothing was refused");
/// let verified = lottery::verify(&lottery::VerifyRequest { proof })?;
/// assert_eq!(verified.verdict.reason, Reason::Accepted);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub mod lottery {
    pub use kenpo_core::lottery::*;

    /// Operation `lottery.freeze_scheduled`.
    ///
    /// ```
    /// use kenpo::{json, lottery, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kkr.json")?)?;
    /// let tag = "5c230e0c1e6ebf2ab1c75bd67b84dfac3ad8691e46657ccf44a7550c3291ad76";
    /// let request = format!(
    ///     r#"{{
    ///         "draw_id": "kkr-2022-06",
    ///         "beacon": {{"kind": "public_text", "description": "Nikkei 225 closing value of 2022-06-22"}},
    ///         "entries": [{{"tag": "{tag}", "count": 2}}]
    ///     }}"#
    /// );
    /// let frozen = lottery::freeze_scheduled(&programme, &json::from_text(&request)?)?;
    /// assert_eq!(frozen.verdict.manifest.draw_time.to_string(), "2022-06-23T12:00:00+09:00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::lottery::freeze_scheduled;

    /// Operation `lottery.fold_list`: a state and a chunk of the list in, the next state out. [`ListFold`] is the same as a value.
    ///
    /// ```
    /// use kenpo::{json, lottery::{self, FoldListRequest}};
    ///
    /// let holder = |tag: &str, tickets| format!(r#"{{"tag":"{}","count":{tickets}}}"#, tag.repeat(32));
    /// let first = format!(r#"{{"entries":[{},{}]}}"#, holder("5c", 2), holder("7f", 3));
    /// let begun = lottery::fold_list(&json::from_text(&first)?)?.verdict;
    ///
    /// // The state is kept, here or elsewhere, until the next chunk comes.
    /// let entries = json::from_text::<FoldListRequest>(&format!(r#"{{"entries":[{}]}}"#, holder("aa", 4)))?.entries;
    /// let ended = lottery::fold_list(&FoldListRequest { state: Some(begun.state), entries, ..FoldListRequest::default() })?.verdict;
    /// assert_eq!((ended.holders.get(), ended.tickets.get()), (3, 9));
    /// assert!(ended.root.is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::lottery::fold_list;

    /// Operation `lottery.fold_log`: a state and a chunk of the log in, the next state out. [`LogFold`] is the same as a value.
    ///
    /// ```
    /// use kenpo::{json, lottery::{self, FoldLogRequest}};
    ///
    /// let bought = |tag: &str, day| {
    ///     let tag = tag.repeat(32);
    ///     format!(r#"{{"exchanges":[{{"tag":"{tag}","count":1,"time":"2022-06-{day}T09:00:00+09:00"}}]}}"#)
    /// };
    /// let begun = lottery::fold_log(&json::from_text(&bought("7f", "01"))?)?.verdict;
    ///
    /// let exchanges = json::from_text::<FoldLogRequest>(&bought("5c", "02"))?.exchanges;
    /// let last = FoldLogRequest { state: Some(begun.state), exchanges, finish: true, ..FoldLogRequest::default() };
    /// let ended = lottery::fold_log(&last)?.verdict;
    /// assert_eq!(ended.entries.len(), 2); // the list to freeze
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::lottery::fold_log;

    /// Operation `lottery.fold_draw`: a state and a chunk of the frozen list in, the next state out. [`DrawFold`] is the same as a value.
    ///
    /// ```
    /// use kenpo::{json, lottery};
    ///
    /// let request = r#"{
    ///     "manifest": {
    ///         "draw_id": "kkr-2022-06",
    ///         "freeze_time": "2022-06-20T00:00:00+09:00", "draw_time": "2022-06-23T12:00:00+09:00",
    ///         "beacon": {"kind": "public_text", "description": "six numbers of a day"},
    ///         "holders": 5, "tickets": 10, "root": "ff41adf3015386264ec12682ce62758847e01557731c4122ecefd0bb48b09cad",
    ///         "prizes": [{"code": "kkr_coupon", "quantity": 2}], "alternates": 1, "max_prizes_per_holder": 1
    ///     },
    ///     "public_text": "7./",
    ///     "entries": [{"tag": "0ba3101864c56976e8ecddfa158bedf40e28d48ffa9249895bc9b35c92345345", "count": 1}]
    /// }"#;
    /// let begun = lottery::fold_draw(&json::from_text(request)?)?.verdict;
    /// assert_eq!((begun.holders.get(), begun.tickets.get()), (1, 1)); // the other four holders come later
    /// assert!(begun.proof.is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::lottery::fold_draw;

    /// Operations `lottery.log` and `lottery.check_heads`.
    ///
    /// ```
    /// use kenpo::{Explain, Reason, json, lottery};
    ///
    /// let (a, b) = ("5c".repeat(32), "7f".repeat(32));
    /// let bought = |tag: &str, day| format!(r#"{{"tag":"{tag}","count":1,"time":"2022-06-{day}T09:00:00+09:00"}}"#);
    /// let first = lottery::log(&json::from_text(&format!(r#"{{"exchanges":[{}]}}"#, bought(&a, "01")))?)?.verdict;
    ///
    /// // Later the log is longer, and shows that it begins with what was published before.
    /// let request = format!(r#"{{"exchanges":[{},{}],"since":1}}"#, bought(&a, "01"), bought(&b, "02"));
    /// let second = lottery::log(&json::from_text(&request)?)?.verdict;
    /// let checked = lottery::check_heads(&lottery::CheckHeadsRequest {
    ///     first: first.head,
    ///     second: second.head,
    ///     consistency: second.consistency,
    ///     explain: Explain::None,
    /// })?;
    /// assert_eq!(checked.verdict.reason, Reason::Accepted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::lottery::{check_heads, log};

    /// Operations `lottery.receipts` and `lottery.check_receipt`.
    ///
    /// ```
    /// use kenpo::{Reason, json, lottery};
    ///
    /// let entropy = "0".repeat(62) + "2a";
    /// let request = format!(
    ///     r#"{{"draw_id":"kkr-2022-06","entropy":"{entropy}","holders":[{{"member_id":"m-1","tickets":1}},{{"member_id":"m-2","tickets":2}}]}}"#
    /// );
    /// let entered = lottery::enter(&json::from_text(&request)?)?;
    /// let frozen = lottery::freeze(&lottery::FreezeRequest {
    ///     entries: entered.verdict.entries.clone(),
    ///     ..json::from_text(
    ///         r#"{"draw_id":"kkr-2022-06","freeze_time":"2023-08-20T00:00:00+09:00","draw_time":"2023-08-24T00:59:22+09:00",
    ///             "beacon":{"kind":"drand"},"entries":[],"prizes":[{"code":"first","quantity":1}],"alternates":0,"max_prizes_per_holder":1}"#,
    ///     )?
    /// })?;
    /// let given = lottery::receipts(&lottery::ReceiptsRequest {
    ///     draw_id: frozen.verdict.manifest.draw_id.clone(),
    ///     entries: entered.verdict.entries,
    ///     rows: entered.store,
    /// })?;
    /// for receipt in given.verdict.receipts {
    ///     let checked = lottery::check_receipt(&lottery::CheckReceiptRequest {
    ///         draw_hash: frozen.verdict.draw_hash,
    ///         manifest: frozen.verdict.manifest.clone(),
    ///         receipt,
    ///         drawn: None,
    ///     })?;
    ///     assert_eq!(checked.verdict.reason, Reason::Accepted);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::lottery::{check_receipt, receipts};

    /// Operation `lottery.schedule`.
    ///
    /// ```
    /// use kenpo::{json, lottery, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kkr.json")?)?;
    /// let request = json::from_text(r#"{"draws": "kkr", "now": "2022-06-20T00:00:00+09:00"}"#)?;
    /// let answer = lottery::schedule(&programme, &request)?;
    /// assert_eq!(answer.verdict.next.map(|id| id.to_string()).as_deref(), Some("kkr-2022-11"));
    /// assert_eq!(answer.verdict.draws[0].stage, Some(lottery::DrawStage::Frozen));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::lottery::schedule;

    /// Operation `lottery.score`.
    ///
    /// ```
    /// use kenpo::{json, lottery};
    ///
    /// let request = json::from_text(
    ///     r#"{
    ///         "key": "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
    ///         "label": "f0f1f2f3f4f5f6f7f8f9"
    ///     }"#,
    /// )?;
    /// let answer = lottery::score(&request)?;
    /// assert_eq!(answer.verdict.score.0[..4], [0x3c, 0xb2, 0x5f, 0x25]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::lottery::score;

    /// Operation `lottery.tickets`.
    ///
    /// ```
    /// use kenpo::{json, lottery, parse_programme};
    ///
    /// let programme = parse_programme(&std::fs::read("../../programmes/kkr.json")?)?;
    /// let request = json::from_text(
    ///     r#"{
    ///         "draws": "kkr",
    ///         "exchanges": [
    ///             {"member_id": "m-1", "sequence": 3, "exchanged_at": "2022-06-19T23:59:59+09:00", "tickets": 2},
    ///             {"member_id": "m-1", "sequence": 4, "exchanged_at": "2022-06-20T00:00:00+09:00", "tickets": 1}
    ///         ]
    ///     }"#,
    /// )?;
    /// let draws = lottery::tickets(&programme, &request)?.verdict.draws;
    /// assert_eq!((draws[0].tickets.get(), draws[1].tickets.get()), (2, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(inline)]
    pub use kenpo_core::lottery::tickets;
}
