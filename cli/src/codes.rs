//! The command's own codes, for what it finds wrong before, or beside, the library: the table of `cli/README.md`.

#[cfg(test)]
use crate::lang::Lang;

macro_rules! codes {
    ($($name:ident $code:literal: $ja:literal, $en:literal;)*) => {
        /// A code of the command's own. One that the library has as well means the same.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub(crate) enum Own {
            $(#[doc = $en] $name,)*
        }

        impl Own {
            /// Every code, in the order of the table.
            #[cfg(test)]
            pub(crate) const ALL: &[Self] = &[$(Self::$name),*];

            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What it means, as the table says it.
            #[cfg(test)]
            fn means(self, lang: Lang) -> &'static str {
                match self { $(Self::$name => lang.pick($ja, $en),)* }
            }
        }
    };
}

codes! {
    Usage "usage": "使い方の誤り（終了コード2）", "the command was used wrongly (exit code 2)";
    NotFound "not_found": "ファイル、フォルダー、事例がない", "there is no such file or folder, or no scenarios in it";
    PermissionDenied "permission_denied": "読み書きする権限がない", "it may not be read or written";
    IsADirectory "is_a_directory": "フォルダーである", "it is a folder";
    NotADirectory "not_a_directory": "フォルダーではない", "it is not a folder";
    AlreadyExists "already_exists": "すでにある", "it is there already";
    StorageFull "storage_full": "空き容量がない", "no space is left";
    ReadOnly "read_only": "書き込めない場所である", "nothing can be written there";
    OsError "os_error": "そのほかの理由で読み書きできない", "it cannot be read or written for another reason";
    Unusable "unusable": "そのほかの理由で使えない", "it cannot be used for another reason";
    DocumentFaulty "document_faulty": "文書に誤りがある", "a document has faults";
    Utf8Invalid "utf8_invalid": "UTF-8 ではない", "a file is not UTF-8";
    JsonSyntax "json_syntax": "JSON ではない", "a text is not JSON";
    ValueInvalid "value_invalid": "--person が本人の形ではない", "--person is no person";
    RequestNotFound "request_not_found": "依頼が JSON でもファイルでもない", "a request is neither JSON nor a file";
    NotRecorded "not_recorded": "記録した依頼ではない", "a line is no recorded request";
    OtherOperation "other_operation": "記録した依頼の操作が --operation と違う", "a recorded request is of another operation than --operation";
    NoRequests "no_requests": "依頼がない", "a file holds no requests";
    NotAnAnswer "not_an_answer": "kenpo の答えではない", "a file is no answer";
    DocumentNotFound "document_not_found": "答えの文書がフォルダーにない", "the document of an answer is not in the folder";
    NoDocumentNamed "no_document_named": "答えが文書を示していない", "an answer names no document";
    YamlSyntax "yaml_syntax": "YAML として読めない", "a file of scenarios is no YAML that is read";
    DuplicateKey "duplicate_key": "キーが二度書かれている", "a key stands twice";
    WrongType "wrong_type": "値の形、またはキーが違う", "a value has another form, or a key is not known";
    DateInvalid "date_invalid": "日付ではない", "a text is not a date";
    InstantInvalid "instant_invalid": "日時ではない", "a text is not a date or a time of one";
    IdUnknown "id_unknown": "members にない名前である", "members has no such name";
    PeriodUpsideDown "period_upside_down": "until が from より前である", "until is before from";
    NotOneEvent "not_one_event": "出来事が一つではない", "an event is not one thing";
    NothingExpected "nothing_expected": "確かめることが書かれていない", "a file of scenarios expects nothing";
    NoScenarios "no_scenarios": "この文書の事例がない", "no scenarios or vectors are for the document";
    CaseFails "case_fails": "変更の前から合わない事例がある", "a case does not hold before anything is changed";
    NoForm "no_form": "歩数のファイルの形式ではない", "no form of a file of steps fits";
    DateOrder "date_order": "日付の順が分からない", "the order of month and day is open";
    NeedsFile "needs_file": "標準入力では読めない形式である", "a form that is read from a file alone";
    TooLarge "too_large": "上限を超えている", "more than a limit allows";
    Malformed "malformed": "歩数のファイルが壊れている", "a file of steps breaks the rules of its form";
    Stopped "stopped": "途中で止めた", "the reading was stopped";
    NoSteps "no_steps": "歩数の記録がない", "a file holds no steps";
    MembersUnsorted "members_unsorted": "会員の順に並んでいない", "members are not sorted";
    StepsInvalid "steps_invalid": "行の歩数が整数ではない（集計しない）", "a row's steps are no number (it is not counted)";
    TimeInvalid "time_invalid": "行の時刻が正しくない（集計しない）", "a row's time is not a time (it is not counted)";
    EndBeforeStart "end_before_start": "行の終わりが始まりより前である（集計しない）", "a row ends before it starts (it is not counted)";
    TooLong "too_long": "行が48時間を超えている（集計しない）", "a row lasts more than 48 hours (it is not counted)";
    FieldMissing "field_missing": "行の列が見出しより少ない（集計しない）", "a row has fewer fields than its header (it is not counted)";
    MemberMissing "member_missing": "行に会員がない（集計しない）", "a row names no member (it is not counted)";
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows of the table of codes in a page.
    fn rows(page: &str) -> Vec<&str> {
        let rows = page.lines().skip_while(|line| !line.starts_with("| `usage` |"));
        rows.take_while(|line| line.starts_with("| `")).collect()
    }

    #[test]
    fn the_table_of_the_readme_is_that_of_the_command() {
        for (lang, page) in [(Lang::En, include_str!("../README.md")), (Lang::Ja, include_str!("../README.ja.md"))] {
            let row = |code: &Own| format!("| `{}` | {} |", code.name(), code.means(lang));
            let table: Vec<String> = Own::ALL.iter().map(row).collect();
            assert_eq!(rows(page), table, "the table is to be\n{}", table.join("\n"));
        }
    }

    #[test]
    fn a_code_is_said_once() {
        let mut names: Vec<&str> = Own::ALL.iter().map(|code| code.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Own::ALL.len());
    }
}
