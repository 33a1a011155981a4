//! Heads of tables, in Japanese and English.

use crate::lang::Lang;

macro_rules! heads {
    ($($name:ident[$columns:literal]: $ja:expr, $en:expr;)*) => {
        $(
            pub(crate) fn $name(lang: Lang) -> [&'static str; $columns] {
                lang.pick($ja, $en)
            }
        )*
    };
}

heads! {
    compared[4]: ["", "今", "変更後", "差"], ["", "as it is", "changed", "difference"];
    compared_days[4]: ["日", "今", "変更後", "差"], ["day", "as it is", "changed", "difference"];
    months[7]:
        ["月", "日数", "歩数", "付与", "上限超過", "月末の残高", "記録ごとの結果"],
        ["month", "days", "steps", "points", "lost", "balance", "what became of the records"];
    periods[7]:
        ["期間で確定するルール", "期間の最終日", "確定日", "日数", "付与", "上限超過", "結果"],
        ["settled by the period", "last day", "settled on", "days", "points", "lost", "result"];
    balances[6]:
        ["区分", "日", "残高", "使える", "未確定", "失効"],
        ["purse", "as of", "balance", "available", "pending", "expired"];
    last_days[4]: ["使える最終日", "区分", "ポイント", ""], ["last day", "purse", "points", ""];
    exchanges[8]:
        ["交換", "日付", "1つのポイント", "個数", "ポイント", "円", "残り", "結果"],
        ["exchange", "on", "points each", "quantity", "points", "yen", "points left", "result"];
    coupons[4]: ["クーポン", "発行日", "円", "使える最終日"], ["coupon", "issued on", "yen", "last day"];
    not_cited[3]:
        ["引用されていない規則", "確かめる事例（件数）", "ページ"],
        ["rule not cited", "held by (cases)", "page"];
    coverage[5]:
        ["規則", "変更", "気づく", "気づく事例（件数）", "ページ"],
        ["rule", "changes", "noticed", "by (cases)", "page"];
    operations[4]:
        ["操作", "文書", "依頼の上限", "回答の内容"],
        ["operation", "document", "request at most", "what it answers"];
    needed[2]: ["要", "不要"], ["yes", "no"];
    checks[6]:
        ["結果", "否となる場合", "規則・場所", "値", "期間", "条文"],
        ["outcome", "fails if", "rule or path", "values", "period", "clause"];
    steps[3]: ["結果", "確認", "項目"], ["outcome", "what is verified", "step"];
    schedule[6]:
        ["抽選", "締切", "確定", "抽選時刻", "繰上げ", "段階"],
        ["draw", "entry ends", "frozen", "drawn", "passes on", "stage"];
    ranks[4]: ["順位", "状態", "賞品", "繰上げ"], ["rank", "state", "prize", "passes on"];
    result[4]: ["順位", "賞品", "口", "タグ"], ["rank", "prize", "ticket", "holder"];
    changes[5]: ["設定", "旧", "新", "期間", "規則"], ["setting", "before", "after", "in effect", "rule"];
    requests[5]: ["行", "操作", "旧", "新", "規則"], ["line", "operation", "before", "after", "by"];
    differences[3]: ["場所", "記録", "今"], ["at", "kept", "now"];
}
