//! Sources with all their mutants in them, each behind a question whether it is switched on.
//!
//! What a mutant changes is written twice: as it would be with the change, and as it is, with the mutants within it. As one alone is switched on, the changed
//! text has no others in it, and nothing is evaluated twice.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use proc_macro2::Span;
use syn::{spanned::Spanned, visit, visit::Visit};

use super::list::Mutant;
use crate::shell::Outcome;

/// A source as it is written anew.
pub(super) struct Rewritten {
    pub(super) text: String,
    /// Where the changed texts stand in it.
    pub(super) places: Vec<(Range<usize>, u32)>,
    /// Mutants that cannot be switched at run time: of constants, of functions that return some type of their own, of arms that no other takes the place of.
    pub(super) fixed: Vec<u32>,
    /// Mutants of chains with `let`, which are no expressions: `||` in one does not compile.
    pub(super) senseless: Vec<u32>,
}

/// Writes a file with its mutants, but for those left out. `ask` is the path of the function that says which is switched on.
pub(super) fn rewrite(source: &str, mutants: &[&Mutant], out: &BTreeSet<u32>, ask: &str) -> Outcome<Rewritten> {
    let mut sites = Sites::default();
    sites.visit_file(&syn::parse_file(source).map_err(|error| error.to_string())?);
    // By where they begin, the outer ones first.
    let mut nodes: BTreeMap<(usize, usize), Vec<(u32, String)>> = BTreeMap::new();
    let mut inserted: BTreeMap<usize, Vec<(u32, Insertion)>> = BTreeMap::new();
    let (mut fixed, mut senseless) = (Vec::new(), Vec::new());
    for mutant in mutants.iter().filter(|mutant| !out.contains(&mutant.number)) {
        let (number, at) = (mutant.number, mutant.span.start);
        let is_constant = sites.constants.iter().any(|range| range.contains(&at));
        if is_constant || mutant.genre == "FnValue" && mutant.returns.contains("impl ") {
            fixed.push(number);
            continue;
        }
        let text = |range: Range<usize>| source.get(range).unwrap_or_default();
        let replacement = &mutant.replacement;
        let node = match mutant.genre.as_str() {
            "FnValue" => {
                inserted.entry(at).or_default().push((number, Insertion::Value(replacement.clone())));
                continue;
            }
            "MatchArm" => {
                let (end, others_match) = sites.arms.get(&at).ok_or(format!("no arm: {}", mutant.change))?;
                if *others_match {
                    inserted.entry(*end).or_default().push((number, Insertion::Guard));
                } else {
                    fixed.push(number);
                }
                continue;
            }
            "MatchArmGuard" => (mutant.span.clone(), replacement.clone()),
            "StructField" => {
                let holds = |range: &&Range<usize>| range.contains(&at) && mutant.span.end <= range.end;
                let whole = sites.structs.iter().filter(holds).min_by_key(|range| range.len());
                let whole = whole.ok_or(format!("no struct: {}", mutant.change))?.clone();
                let rest = text(mutant.span.end..whole.end);
                (whole.clone(), format!("{}{rest}", text(whole.start..at)))
            }
            "BinaryOperator" => {
                let Some(whole) = sites.operators.get(&at) else {
                    senseless.push(number);
                    continue;
                };
                let (left, right) = (text(whole.start..at), text(mutant.span.end..whole.end));
                (whole.clone(), format!("({left}) {replacement} ({right})"))
            }
            "UnaryOperator" => {
                let whole = sites.operators.get(&at).ok_or(format!("no operand: {}", mutant.change))?;
                (whole.clone(), text(mutant.span.end..whole.end).to_owned())
            }
            other => return Err(format!("a new kind of mutant: {other}")),
        };
        let (whole, changed) = node;
        nodes.entry((whole.start, usize::MAX - whole.end)).or_default().push((number, changed));
    }
    let nodes: Vec<Node> = nodes.into_iter().map(|((start, end), of)| (start..usize::MAX - end, of)).collect();
    let mut writer = Writer { source, ask, nodes, next: 0, inserted, text: String::new(), places: Vec::new() };
    writer.write(0..source.len());
    Ok(Rewritten { text: writer.text, places: writer.places, fixed, senseless })
}

/// What stands before or behind a place.
enum Insertion {
    /// At the beginning of a function, which returns this.
    Value(String),
    /// Behind a pattern, which then does not match.
    Guard,
}

/// What is written twice, with the mutants that change it and what it is with each.
type Node = (Range<usize>, Vec<(u32, String)>);

struct Writer<'s> {
    source: &'s str,
    ask: &'s str,
    nodes: Vec<Node>,
    next: usize,
    inserted: BTreeMap<usize, Vec<(u32, Insertion)>>,
    text: String,
    places: Vec<(Range<usize>, u32)>,
}

impl Writer<'_> {
    fn write(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while let Some((whole, mutants)) =
            self.nodes.get(self.next).filter(|(whole, _)| whole.end <= range.end).cloned()
        {
            self.next += 1;
            self.copy(at..whole.start);
            self.text += "(";
            for (number, changed) in mutants {
                self.text += &format!("if {}({number}) {{ ", self.ask);
                self.place(number, &changed);
                self.text += " } else ";
            }
            self.text += "{ ";
            self.write(whole.clone());
            self.text += " })";
            at = whole.end;
        }
        self.copy(at..range.end);
    }

    /// Copies the source, with what is inserted up to its end.
    fn copy(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while let Some(place) = self.inserted.first_entry().filter(|place| *place.key() <= range.end) {
            let (offset, insertions) = place.remove_entry();
            self.text += self.source.get(at..offset).unwrap_or_default();
            at = offset;
            for (number, insertion) in insertions {
                match insertion {
                    Insertion::Value(value) => {
                        self.text += &format!("if {}({number}) {{ return ", self.ask);
                        self.place(number, &value);
                        self.text += "; } ";
                    }
                    Insertion::Guard => self.text += &format!(" if !{}({number})", self.ask),
                }
            }
        }
        self.text += self.source.get(at..range.end).unwrap_or_default();
    }

    fn place(&mut self, number: u32, changed: &str) {
        let start = self.text.len();
        self.text += changed;
        self.places.push((start..self.text.len(), number));
    }
}

/// Where what mutants change stands, in bytes.
#[derive(Default)]
struct Sites {
    /// By the operator's beginning, its operands and itself.
    operators: BTreeMap<usize, Range<usize>>,
    structs: Vec<Range<usize>>,
    /// By an arm's beginning, the end of its pattern, and whether another arm takes all that it no longer does. The compiler counts no arm with a guard.
    arms: BTreeMap<usize, (usize, bool)>,
    /// What is evaluated when it is compiled.
    constants: Vec<Range<usize>>,
}

impl Sites {
    fn constant(&mut self, span: Span) {
        self.constants.push(span.byte_range());
    }
}

impl<'ast> Visit<'ast> for Sites {
    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        if !holds_let(&binary.left) && !holds_let(&binary.right) {
            self.operators.insert(binary.op.span().byte_range().start, binary.span().byte_range());
        }
        visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_unary(&mut self, unary: &'ast syn::ExprUnary) {
        self.operators.insert(unary.op.span().byte_range().start, unary.span().byte_range());
        visit::visit_expr_unary(self, unary);
    }

    fn visit_expr_struct(&mut self, expr: &'ast syn::ExprStruct) {
        self.structs.push(expr.span().byte_range());
        visit::visit_expr_struct(self, expr);
    }

    fn visit_expr_match(&mut self, expr: &'ast syn::ExprMatch) {
        let others_match = expr.arms.iter().any(|arm| matches!(arm.pat, syn::Pat::Wild(_)) && arm.guard.is_none());
        for arm in &expr.arms {
            self.arms.insert(arm.span().byte_range().start, (arm.pat.span().byte_range().end, others_match));
        }
        visit::visit_expr_match(self, expr);
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        if function.sig.constness.is_some() {
            self.constant(function.span());
        }
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if function.sig.constness.is_some() {
            self.constant(function.span());
        }
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.constant(item.span());
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.constant(item.span());
    }

    fn visit_impl_item_const(&mut self, item: &'ast syn::ImplItemConst) {
        self.constant(item.span());
    }

    fn visit_trait_item_const(&mut self, item: &'ast syn::TraitItemConst) {
        self.constant(item.span());
    }

    fn visit_expr_const(&mut self, expr: &'ast syn::ExprConst) {
        self.constant(expr.span());
    }

    fn visit_type_array(&mut self, array: &'ast syn::TypeArray) {
        self.constant(array.len.span());
        visit::visit_type_array(self, array);
    }

    fn visit_expr_repeat(&mut self, repeat: &'ast syn::ExprRepeat) {
        self.constant(repeat.len.span());
        visit::visit_expr_repeat(self, repeat);
    }
}

fn holds_let(expr: &syn::Expr) -> bool {
    match expr {
        syn::Expr::Let(_) => true,
        syn::Expr::Binary(binary) => holds_let(&binary.left) || holds_let(&binary.right),
        _ => false,
    }
}
