//! Keys of a programme document in Japanese, as `docs/glossary.md` has them.

use crate::lang::Lang;

const KEYS: &[(&str, &str)] = &[
    ("account", "アカウント"),
    ("activity", "活動"),
    ("address", "アドレス"),
    ("admitted", "対象の続柄"),
    ("age", "年齢"),
    ("ages", "年齢"),
    ("any_of", "いずれかの事実"),
    ("arrives_by", "届く期限"),
    ("at", "時刻"),
    ("at_least", "以上"),
    ("at_most_yen", "上限額（円）"),
    ("balance_cap", "残高の上限"),
    ("bands", "金額の段階"),
    ("basis_points", "割合（万分率）"),
    ("below", "未満"),
    ("bookings", "予約"),
    ("calendar", "営業日の暦"),
    ("campaigns", "キャンペーン"),
    ("cancel", "取消"),
    ("caps", "上限"),
    ("cards", "記号・番号の形"),
    ("change", "変更"),
    ("claimed", "申請の期間"),
    ("clause", "条文"),
    ("closes", "締切"),
    ("counted_from", "数え始め"),
    ("counts", "対象ルール"),
    ("coupons", "クーポン"),
    ("days_before", "何日前"),
    ("deadline", "期限"),
    ("device", "端末"),
    ("each", "ごと"),
    ("each_points", "ごとのポイント"),
    ("eligibility", "利用条件"),
    ("every", "毎年の期間"),
    ("exchanges", "交換"),
    ("expiry", "有効期限"),
    ("facts", "事実"),
    ("final_after", "確定までの期間"),
    ("for", "対象者"),
    ("from", "初日"),
    ("grace_days", "届くまでの日数"),
    ("groups", "団体"),
    ("identity", "本人確認"),
    ("insured", "資格"),
    ("kind", "種類"),
    ("kinds", "種類"),
    ("limit", "回数の上限"),
    ("lock", "ロック"),
    ("max_points", "最大ポイント"),
    ("minutes", "分"),
    ("months", "か月"),
    ("name", "名称"),
    ("notes", "注記"),
    ("once", "回数"),
    ("opens", "受付開始"),
    ("passwords", "パスワード"),
    ("per_steps", "歩数ごと"),
    ("period", "有効期間"),
    ("person_pays_at_most_yen", "本人負担の上限（円）"),
    ("plausible_steps", "妥当とみなす歩数"),
    ("points", "ポイント"),
    ("policy", "期限の決め方"),
    ("procedures", "手続き"),
    ("purses", "ポイント区分"),
    ("registration", "利用登録"),
    ("relations", "続柄"),
    ("rule", "規則"),
    ("rules", "付与ルール"),
    ("schemes", "法別番号"),
    ("services", "サービス"),
    ("sex", "性別"),
    ("sign_in", "ログイン"),
    ("sources", "連携先"),
    ("step_goals", "歩数の目標"),
    ("step_tiers", "歩数の段階"),
    ("steps", "歩数"),
    ("subsidies", "補助"),
    ("support", "サポート窓口"),
    ("tokens", "リンクと認証番号"),
    ("until", "最終日"),
    ("value_yen", "金額（円）"),
    ("version", "版"),
    ("vouchers", "受診券"),
    ("window", "対象期間"),
    ("yen", "円"),
];

/// A key in the language; one that the table does not have stays as it is.
pub(crate) fn key(lang: Lang, key: &str) -> &str {
    match KEYS.binary_search_by_key(&key, |(key, _)| key) {
        Ok(place) if lang == Lang::Ja => KEYS.get(place).map_or(key, |(_, word)| word),
        _ => key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_and_are_those_of_documents() {
        assert!(KEYS.is_sorted_by_key(|(key, _)| key));
        let schema = include_str!("../../docs/schemas/kenpo-programme-1.json");
        for (key, _) in KEYS {
            assert!(schema.contains(&format!("\"{key}\": {{")), "{key}");
        }
    }
}
