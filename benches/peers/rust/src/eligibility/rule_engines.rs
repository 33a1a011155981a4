//! The check as an expression, which rule engines read. The day comes from handwritten code.

use std::sync::Arc;

use cel::{Context, Env, Value};
use kenpo_core::eligibility::PersonRow;
use zen_expression::{Variable, compile_expression, vm::VM};

use super::handwritten::day;

/// CEL, compiled once and asked for each person.
pub(super) fn cel(people: &[PersonRow]) -> impl FnMut() -> usize {
    let env = Arc::new(Env::stdlib());
    let program = env.compile(include_str!("check.cel")).expect("the expression is sound");
    let constants = Context::with_env(env);
    let entitled = move |row: &PersonRow| {
        let mut context = constants.new_inner_scope();
        facts(row).into_iter().for_each(|(name, value)| context.add_variable_from_value(name, value));
        program.execute(&context) == Ok(Value::Bool(true))
    };
    move || people.iter().filter(|row| entitled(row)).count()
}

/// ZEN, the language of zen-engine, compiled once and asked for each person.
pub(super) fn zen(people: &[PersonRow]) -> impl FnMut() -> usize {
    let expression = compile_expression(include_str!("check.zen")).expect("the expression is sound");
    let mut vm = VM::new();
    let mut entitled = move |row: &PersonRow| {
        let context = facts(row).map(|(name, value)| (Variable::key(name), Variable::Number(value.into())));
        let context = Variable::from_object(context.into_iter().collect());
        expression.evaluate_with(context, &mut vm).is_ok_and(|answer| answer.as_bool() == Some(true))
    };
    move || people.iter().filter(|row| entitled(row)).count()
}

fn facts(row: &PersonRow) -> [(&'static str, i64); 5] {
    [
        ("on", day(row.at).into()),
        ("born", row.born.into()),
        ("insured_from", row.insured_from.into()),
        ("lost_on", row.lost_on.into()),
        ("used_on", row.used_on.into()),
    ]
}
