//! Kangxi radicals in place of the characters they look like, as text copied out of a PDF has them: ⼊ for 入.

/// The characters that the Kangxi radicals U+2F00 to U+2FD5 look like.
const KANGXI: &str = "\
    一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀\
    寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋\
    比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸\
    缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛\
    辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻\
    黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠\
";

/// The character that a radical looks like; any other character as it is.
pub fn fold_radical(c: char) -> char {
    let code = u32::from(c);
    match code {
        0x2F00..=0x2FD5 => {
            // Every character of the table has three bytes.
            let at = usize::try_from(code.wrapping_sub(0x2F00)).unwrap_or(0).saturating_mul(3);
            KANGXI.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(c)
        }
        _ => supplement(c),
    }
}

/// Those of the supplement (U+2E80 to U+2EF3) that Japanese documents have.
fn supplement(c: char) -> char {
    match c {
        '⺟' => '母',
        '⺠' => '民',
        '⻁' => '虎',
        '⻄' => '西',
        '⻆' => '角',
        '⻑' => '長',
        '⻘' => '青',
        '⻝' => '食',
        '⻣' => '骨',
        '⻤' => '鬼',
        '⻨' => '麦',
        '⻩' => '黄',
        '⻫' => '斉',
        '⻭' => '歯',
        '⻯' => '竜',
        '⻲' => '亀',
        '⻳' => '龟',
        _ => c,
    }
}
