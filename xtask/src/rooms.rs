//! Arrows inside a crate: which room may use which, and no two files that use each other.
//!
//! Files are parsed with `syn`. A name is followed through the `use` declarations of modules to the file that defines it, so that
//! `super::Date` is an arrow to `civil/date.rs` and not to `civil/mod.rs`. Test modules are exempt: they may look anywhere.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use syn::{
    Attribute, File, Item, ItemMod, ItemUse, Macro, UseTree, Visibility,
    ext::IdentExt as _,
    visit::{self, Visit},
};

use crate::shell::{Outcome, root};

/// The most files beside each other in one folder; `mod.rs` is the folder's own and not counted.
const MOST_FILES: usize = 12;
/// The most lines of a file that gives no reason.
const MOST_LINES: usize = 300;
/// How a longer file's first comment begins the reason.
const REASON: &str = "Over 300 lines:";

/// The rooms of the core, and which each may use. A new arrow is a decision, made in a review; ARCHITECTURE.md has the floors.
const ROOMS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("text", &[]),
    ("civil", &["base", "text"]),
    ("numbers", &["base", "text", "civil"]),
    ("answer", &["base", "civil", "numbers"]),
    ("member", &["base", "civil"]),
    ("programme", &["base", "civil", "numbers", "answer", "member"]),
    ("rules/card", &["base", "text", "civil", "numbers", "answer", "programme"]),
    ("rules/account", &["base", "text", "civil", "numbers", "answer", "programme"]),
    (
        "rules/registration",
        &["base", "text", "civil", "numbers", "answer", "member", "programme", "rules/card", "rules/account"],
    ),
    ("rules/eligibility", &["base", "civil", "answer", "member", "programme"]),
    ("rules/booking", &["base", "text", "civil", "answer", "member", "programme", "rules/eligibility"]),
    ("rules/subsidy", &["base", "civil", "answer", "member", "programme", "rules/eligibility"]),
    ("rules/voucher", &["base", "civil", "answer", "member", "programme", "rules/eligibility"]),
    ("rules/points", &["base", "civil", "answer", "member", "programme", "rules/eligibility"]),
    ("rules/steps", &["base", "civil", "answer", "programme", "rules/points"]),
    ("rules/lottery", &["base", "civil", "answer", "programme"]),
    ("rules/support", &["base", "civil", "answer", "programme", "rules/account"]),
    ("rules/coupon", &["base", "text", "civil", "answer", "programme", "rules/account"]),
    ("rules/typed", &["base", "answer", "programme", "rules/eligibility", "rules/subsidy"]),
    ("forms", &["base", "text", "civil", "answer"]),
];

/// A module: where it is, what it calls by which name, and what it uses.
#[derive(Default)]
struct Module {
    file: PathBuf,
    children: BTreeSet<String>,
    /// What `use` declarations bring in, by the name it goes by here.
    imports: BTreeMap<String, Vec<String>>,
    globs: Vec<Vec<String>>,
    /// Paths that its code follows, test modules apart.
    paths: Vec<Vec<String>>,
}

type Modules = BTreeMap<Vec<String>, Module>;

/// What is wrong inside the crates, and a line for what was looked at.
pub(crate) fn faults() -> Outcome<Vec<String>> {
    let mut faults = Vec::new();
    for source in ["core/src", "wire/src"] {
        let arrows = arrows(&modules(source)?);
        if source == "core/src" {
            faults.extend(between_rooms(&arrows, source));
        }
        faults.extend(circles(&arrows));
        println!("{source}: {} arrows between files", arrows.len());
    }
    for source in ["core/src", "wire/src", "ffi/src", "wasm/src"] {
        faults.extend(sizes(&root().join(source))?);
    }
    Ok(faults)
}

/// Every module of a crate, by its path from the crate's root.
fn modules(source: &str) -> Outcome<Modules> {
    let mut modules = Modules::new();
    for file in rust_files(&root().join(source))? {
        let text = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let parsed = syn::parse_file(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        let path = module_of(file.strip_prefix(root().join(source)).unwrap_or(&file));
        let file = file.strip_prefix(root()).unwrap_or(&file).to_path_buf();
        collect(&mut modules, path, file, &parsed);
    }
    Ok(modules)
}

/// `civil/mod.rs` is the module `civil`, `civil/date.rs` is `civil::date`.
fn module_of(file: &Path) -> Vec<String> {
    let mut path: Vec<String> =
        file.with_extension("").components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    if path.last().is_some_and(|last| last == "mod" || last == "lib") {
        path.pop();
    }
    path
}

fn collect(modules: &mut Modules, path: Vec<String>, file: PathBuf, parsed: &File) {
    let mut seen = Seen::default();
    parsed.items.iter().for_each(|item| seen.visit_item(item));
    let Seen { mut module, inline } = seen;
    module.file = file.clone();
    for (name, content) in inline {
        let inner = [path.clone(), vec![name]].concat();
        collect(modules, inner, file.clone(), &content);
    }
    modules.insert(path, module);
}

/// Reads one module: its children, its `use` declarations and the paths of its code.
#[derive(Default)]
struct Seen {
    module: Module,
    inline: Vec<(String, File)>,
}

impl<'ast> Visit<'ast> for Seen {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_test(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        let name = item.ident.unraw().to_string();
        self.module.children.insert(name.clone());
        if let Some((_, items)) = &item.content {
            self.inline.push((name, File { shebang: None, attrs: Vec::new(), items: items.clone() }));
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let is_reexport = !matches!(item.vis, Visibility::Inherited);
        self.tree(&item.tree, Vec::new(), is_reexport);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.module.paths.push(path.segments.iter().map(|segment| segment.ident.unraw().to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast Macro) {
        self.tokens(item.tokens.clone());
        visit::visit_macro(self, item);
    }

    fn visit_visibility(&mut self, _: &'ast Visibility) {}
}

impl Seen {
    /// A declaration that only hands a name on is no use of it; if the code names it as well, that path is an arrow.
    fn tree(&mut self, tree: &UseTree, mut path: Vec<String>, is_reexport: bool) {
        match tree {
            UseTree::Path(part) => {
                path.push(part.ident.unraw().to_string());
                self.tree(&part.tree, path, is_reexport);
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(tree, path.clone(), is_reexport)),
            UseTree::Glob(_) => {
                if !is_reexport {
                    self.module.paths.push(path.clone());
                }
                self.module.globs.push(path);
            }
            UseTree::Name(name) => {
                self.import(name.ident.unraw().to_string(), name.ident.unraw().to_string(), path, is_reexport)
            }
            UseTree::Rename(name) => {
                self.import(name.rename.unraw().to_string(), name.ident.unraw().to_string(), path, is_reexport);
            }
        }
    }

    fn import(&mut self, name: String, original: String, mut path: Vec<String>, is_reexport: bool) {
        let name = if original == "self" { path.last().cloned().unwrap_or(name) } else { name };
        if original != "self" {
            path.push(original);
        }
        if !is_reexport {
            self.module.paths.push(path.clone());
        }
        self.module.imports.insert(name, path);
    }

    /// Paths in what a macro is given, which syn does not parse: identifiers joined by `::`.
    fn tokens(&mut self, tokens: proc_macro2::TokenStream) {
        use proc_macro2::TokenTree::{Group, Ident, Punct};
        let mut path = Vec::new();
        let mut joined = false;
        for token in tokens {
            match token {
                Ident(ident) => {
                    if !joined && !path.is_empty() {
                        self.module.paths.push(std::mem::take(&mut path));
                    }
                    path.push(ident.unraw().to_string());
                    joined = false;
                }
                Punct(punct) if punct.as_char() == ':' => joined = true,
                Group(group) => self.tokens(group.stream()),
                _ => joined = false,
            }
        }
        if !path.is_empty() {
            self.module.paths.push(path);
        }
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Mod(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Const(item) => &item.attrs,
        _ => &[],
    }
}

/// `#[cfg(test)]`
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|condition| condition.is_ident("test"))
    })
}

/// The file that defines what a path names in a module; `None` for other crates, locals and the prelude.
fn resolve(modules: &Modules, from: &[String], path: &[String], depth: usize) -> Option<PathBuf> {
    // Names that are re-exported in a circle end here.
    if depth > 16 {
        return None;
    }
    let (first, rest) = path.split_first()?;
    let mut at = from.to_vec();
    match first.as_str() {
        "crate" => at.clear(),
        "self" => {}
        "super" => drop(at.pop()),
        name => {
            let module = modules.get(from)?;
            if module.children.contains(name) {
                at.push(name.to_owned());
            } else {
                let target = module.imports.get(name).filter(|target| target.as_slice() != path)?;
                let target = [target.as_slice(), rest].concat();
                return resolve(modules, from, &target, depth + 1);
            }
        }
    }
    let Some(name) = rest.first() else { return modules.get(&at).map(|module| module.file.clone()) };
    let module = modules.get(&at)?;
    if name == "super" || module.children.contains(name) || module.imports.contains_key(name) {
        return resolve(modules, &at, rest, depth + 1);
    }
    let through = module.globs.iter().find_map(|glob| {
        let target = [glob.as_slice(), rest].concat();
        let found = resolve(modules, &at, &target, depth + 1)?;
        Some(found).filter(|_| !is_defined(module, name))
    });
    through.or_else(|| Some(module.file.clone()))
}

/// A glob gives only what the module does not define; our modules with globs define nothing.
fn is_defined(module: &Module, name: &str) -> bool {
    module.imports.contains_key(name)
}

/// Which file uses which.
fn arrows(modules: &Modules) -> BTreeSet<(PathBuf, PathBuf)> {
    let mut arrows = BTreeSet::new();
    for (at, module) in modules {
        // The root and the front of the rules only show what the rooms have.
        if at.is_empty() || *at == ["rules"] {
            continue;
        }
        let targets = module.paths.iter().filter_map(|path| resolve(modules, at, path, 0));
        arrows.extend(targets.filter(|target| *target != module.file).map(|target| (module.file.clone(), target)));
    }
    arrows
}

/// `core/src/civil/date.rs` is in the room `civil`, `core/src/rules/card/mod.rs` in `rules/card`.
fn room(file: &Path, source: &str) -> String {
    let inside = file.strip_prefix(source).unwrap_or(file).with_extension("");
    let mut parts = inside.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    match (parts.next(), parts.next()) {
        (Some(rules), Some(area)) if rules == "rules" => format!("rules/{area}"),
        (Some(room), _) => room,
        _ => String::new(),
    }
}

fn between_rooms(arrows: &BTreeSet<(PathBuf, PathBuf)>, source: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut used = BTreeSet::new();
    for (from, to) in arrows {
        let (user, target) = (room(from, source), room(to, source));
        if user == target {
            continue;
        }
        match ROOMS.iter().find(|(name, _)| *name == user) {
            Some((_, may)) if may.contains(&target.as_str()) => {
                used.insert((user, target));
            }
            Some(_) => {
                faults.push(format!("{} uses {}: the room {user} may not use {target}", from.display(), to.display()))
            }
            None => faults.push(format!("{user} is a room that is not listed in xtask/src/rooms.rs")),
        }
    }
    for (name, may) in ROOMS {
        let unused = may.iter().filter(|other| !used.contains(&((*name).to_owned(), (**other).to_owned())));
        faults.extend(unused.map(|other| format!("{name}: {other} is listed, but not used")));
    }
    faults
}

/// Files that use each other, be it through others: the strongly connected parts of the arrows with more than one file.
fn circles(arrows: &BTreeSet<(PathBuf, PathBuf)>) -> Vec<String> {
    let reached = |start: &Path| {
        let (mut reached, mut next) = (BTreeSet::new(), vec![start.to_path_buf()]);
        while let Some(file) = next.pop() {
            let outward = arrows.iter().filter(|(from, _)| *from == file).map(|(_, to)| to.clone());
            next.extend(outward.filter(|to| reached.insert(to.clone())));
        }
        reached
    };
    let files: BTreeSet<&PathBuf> = arrows.iter().map(|(from, _)| from).collect();
    let reached: BTreeMap<&PathBuf, BTreeSet<PathBuf>> = files.iter().map(|file| (*file, reached(file))).collect();
    let mut parts = BTreeSet::new();
    for (file, others) in &reached {
        let back = others.iter().filter(|other| reached.get(other).is_some_and(|theirs| theirs.contains(*file)));
        let part: BTreeSet<String> = back.map(|other| other.display().to_string()).collect();
        if part.len() > 1 {
            parts.insert(part);
        }
    }
    parts.into_iter().map(|part| format!("use each other: {}", Vec::from_iter(part).join(", "))).collect()
}

/// Folders with too many files, and files that are too long without a reason.
fn sizes(folder: &Path) -> Outcome<Vec<String>> {
    let mut faults = Vec::new();
    let mut folders: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for file in rust_files(folder)? {
        let text = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let name = file.strip_prefix(root()).unwrap_or(&file).display().to_string();
        let lines = text.lines().count();
        let comment = text.lines().take_while(|line| line.starts_with("//"));
        if lines > MOST_LINES && !comment.into_iter().any(|line| line.contains(REASON)) {
            faults.push(format!("{name}: over {MOST_LINES} lines, and no first comment says \"{REASON} …\""));
        }
        if !file.ends_with("mod.rs") {
            *folders.entry(file.parent().unwrap_or(folder).to_path_buf()).or_default() += 1;
        }
    }
    let crowded = folders.into_iter().filter(|(_, files)| *files > MOST_FILES);
    faults.extend(crowded.map(|(folder, files)| {
        format!(
            "{}: {files} files on one level, more than {MOST_FILES}",
            folder.strip_prefix(root()).unwrap_or(&folder).display()
        )
    }));
    Ok(faults)
}

fn rust_files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.is_dir() {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The arrows between files given by name and text.
    fn of(files: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut modules = Modules::new();
        for (name, text) in files {
            collect(&mut modules, module_of(Path::new(name)), name.into(), &syn::parse_file(text).unwrap());
        }
        let text = |path: PathBuf| path.display().to_string();
        arrows(&modules).into_iter().map(|(from, to)| (text(from), text(to))).collect()
    }

    const FRONT: (&str, &str) =
        ("a/mod.rs", "mod one; mod two; pub use one::One; pub(crate) use two::{Two as Second};");
    const ROOT: (&str, &str) = ("lib.rs", "mod a; mod b; pub use a::One;");

    #[test]
    fn a_name_is_followed_to_the_file_that_defines_it() {
        let one = ("a/one.rs", "use super::Second; pub struct One(Second);");
        let two = ("a/two.rs", "pub struct Two;");
        let b = ("b.rs", "use crate::One; fn f(_: crate::a::Second) {}");
        let found = of(&[ROOT, FRONT, one, two, b]);
        let wanted = [("a/one.rs", "a/two.rs"), ("b.rs", "a/one.rs"), ("b.rs", "a/two.rs")];
        assert_eq!(found, wanted.map(|(from, to)| (from.to_owned(), to.to_owned())));
    }

    #[test]
    fn a_front_that_hands_a_name_on_uses_it_only_where_its_code_names_it() {
        let one = ("a/one.rs", "pub struct One;");
        let two = ("a/two.rs", "pub struct Two;");
        assert_eq!(of(&[ROOT, FRONT, one, two, ("b.rs", "")]), []);
        let front = ("a/mod.rs", "mod one; mod two; pub use one::One; pub use two::Two; fn f() -> Vec<Two> { vec![] }");
        assert_eq!(of(&[ROOT, front, one, two, ("b.rs", "")]), [("a/mod.rs".into(), "a/two.rs".into())]);
    }

    #[test]
    fn test_modules_are_exempt_and_macros_are_read() {
        let one = ("a/one.rs", "#[cfg(test)] mod tests { use super::super::two::Two; } fn f() { m!(crate::b::g(1)); }");
        let two = ("a/two.rs", "use crate::a::one; pub struct Two(one::X);");
        let found = of(&[ROOT, FRONT, one, two, ("b.rs", "pub fn g(_: u8) {}")]);
        let wanted = [("a/one.rs", "b.rs"), ("a/two.rs", "a/one.rs")];
        assert_eq!(found, wanted.map(|(from, to)| (from.to_owned(), to.to_owned())));
    }

    #[test]
    fn circles_are_found_through_others() {
        let arrow = |from: &str, to: &str| (PathBuf::from(from), PathBuf::from(to));
        let arrows = BTreeSet::from([arrow("a", "b"), arrow("b", "c"), arrow("c", "a"), arrow("c", "d")]);
        assert_eq!(circles(&arrows), ["use each other: a, b, c"]);
        assert!(circles(&BTreeSet::from([arrow("a", "b"), arrow("c", "b")])).is_empty());
    }
}
