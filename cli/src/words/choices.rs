//! Choices of a programme document in Japanese.

pub(super) const CHOICES: &[(&str, &str)] = &[
    ("activity", "活動の日"),
    ("activity_and_grant", "活動の日と付与の日"),
    ("add_address", "メールアドレスの追加"),
    ("alphanumeric", "英数字"),
    ("any", "いずれでもよい"),
    ("as_counted", "数え方のとおり"),
    ("at_year_start", "年度初めの年齢"),
    ("back", "裏面"),
    ("birthday_in_year", "年度内の誕生日の年齢"),
    ("book", "予約"),
    ("business_days", "営業日"),
    ("calendar_days", "暦日"),
    ("calendar_year", "暦年"),
    ("change_address", "メールアドレスの変更"),
    ("change_login_id", "ログインIDの変更"),
    ("change_password", "パスワードの変更"),
    ("choose", "選ぶ"),
    ("closed", "休業"),
    ("code", "認証番号"),
    ("company", "企業"),
    ("credit", "付与"),
    ("day", "日"),
    ("day_labourers", "日雇特例被保険者"),
    ("dependant", "被扶養者"),
    ("digit", "数字"),
    ("digits", "数字"),
    ("down", "切捨て"),
    ("draw", "抽選"),
    ("driving_licence", "運転免許証"),
    ("driving_record", "運転経歴証明書"),
    ("end_of_february", "2月末日"),
    ("end_of_fiscal_year", "年度末"),
    ("end_of_next_fiscal_year", "翌年度末"),
    ("even", "偶数"),
    ("ever", "全期間"),
    ("exchange", "交換"),
    ("excluded", "誕生日のある年度は対象外"),
    ("exclusive", "その瞬間を含まない"),
    ("female", "女性"),
    ("first_of_march", "3月1日"),
    ("fiscal_year", "年度"),
    ("fiscal_year_end", "年度末"),
    ("fixed_term", "付与からの期間"),
    ("friday", "金曜日"),
    ("front", "表面"),
    ("given", "記録のある日"),
    ("grant", "付与の日"),
    ("half_up", "四捨五入"),
    ("identity", "本人確認"),
    ("ignored", "考慮しない"),
    ("inclusive", "その瞬間を含む"),
    ("insured", "被保険者"),
    ("insurer", "保険者"),
    ("issue", "発行の日"),
    ("keep", "そのまま"),
    ("kenpo-programme/1", "kenpo-programme/1"),
    ("known", "本人のもの"),
    ("kokuho_municipality", "市町村国保"),
    ("kokuho_society", "国保組合"),
    ("kyokai_kenpo", "協会けんぽ"),
    ("late_elderly", "後期高齢者医療"),
    ("left", "左"),
    ("legal_at_year_end", "年度末の法律上の年齢"),
    ("letter", "英字"),
    ("link", "リンク"),
    ("local_public_service", "地方公務員共済組合"),
    ("lower_case", "小文字"),
    ("male", "男性"),
    ("mark", "○△×"),
    ("monday", "月曜日"),
    ("month", "月"),
    ("month_cut", "誕生月の前月末まで"),
    ("month_end", "月末"),
    ("my_number_card", "マイナンバーカード"),
    ("national_public_service", "国家公務員共済組合"),
    ("never", "失効しない"),
    ("new", "誰のものでもない"),
    ("none", "なし"),
    ("not_asked", "尋ねない"),
    ("nothing", "なし"),
    ("number", "残り人数"),
    ("odd", "奇数"),
    ("on_day", "その日"),
    ("open", "営業"),
    ("optional", "任意"),
    ("organiser", "主催者"),
    ("period", "設定の期間"),
    ("person", "本人"),
    ("police", "警察共済組合"),
    ("proxy", "代理人"),
    ("quarter", "四半期"),
    ("remove_address", "メールアドレスの削除"),
    ("required", "必須"),
    ("residence_card", "在留カード"),
    ("retired_of_public_service", "共済組合の退職者"),
    ("retired_of_society", "特定健康保険組合の特例退職被保険者"),
    ("review", "確認待ち"),
    ("right", "右"),
    ("saturday", "土曜日"),
    ("schools", "私立学校教職員共済"),
    ("seamen", "船員保険"),
    ("secret_answer", "秘密の質問"),
    ("self_defense_forces", "自衛官"),
    ("sign", "そのほかの記号"),
    ("significant", "区別する"),
    ("society", "健康保険組合"),
    ("source", "連携先ごと"),
    ("special_retiree", "特例退職被保険者"),
    ("special_retiree_dependant", "特例退職被保険者の被扶養者"),
    ("spouse", "配偶者"),
    ("staff", "事務局"),
    ("sunday", "日曜日"),
    ("synced", "届いた日"),
    ("take_back", "取り戻す"),
    ("through_birthday", "誕生日まで"),
    ("thursday", "木曜日"),
    ("tuesday", "火曜日"),
    ("until_eve", "前日まで"),
    ("up", "切上げ"),
    ("upper_case", "大文字"),
    ("verification", "認証"),
    ("view", "閲覧"),
    ("voluntary", "任意継続被保険者"),
    ("walked", "歩いた日"),
    ("wednesday", "水曜日"),
    ("week", "週"),
    ("window_end", "対象期間の終わり"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::{catalogue, lang::Lang};

    /// Choices of every text of a schema.
    fn choices(schema: &Value, found: &mut BTreeSet<String>) {
        match schema {
            Value::Object(object) => {
                let listed = object.get("enum").and_then(Value::as_array).into_iter().flatten();
                found.extend(listed.chain(object.get("const")).filter_map(Value::as_str).map(str::to_owned));
                object.values().for_each(|value| choices(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| choices(value, found)),
            _ => {}
        }
    }

    /// Codes of the catalogue have their words there.
    #[test]
    fn every_choice_of_documents_has_a_word() {
        assert!(CHOICES.is_sorted_by_key(|(choice, _)| choice));
        let schema = include_str!("../../../docs/schemas/kenpo-programme-1.json");
        let mut found = BTreeSet::new();
        choices(&serde_json::from_str(schema).unwrap(), &mut found);
        found.retain(|choice| catalogue::text(choice, Lang::Ja, catalogue::Reader::Line) == choice);
        let without: Vec<_> = found.iter().filter(|choice| CHOICES.iter().all(|(known, _)| known != choice)).collect();
        assert!(without.is_empty(), "{without:?}");
        let none: Vec<_> = CHOICES.iter().filter(|(known, _)| !found.contains(*known)).collect();
        assert!(none.is_empty(), "no choice of documents: {none:?}");
    }
}
