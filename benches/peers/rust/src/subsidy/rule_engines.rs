//! The bands as an expression, which rule engines read.

use std::sync::Arc;

use cel::{Context, Env, Value};
use zen_expression::{Variable, compile_expression, vm::VM};

/// CEL, compiled once and asked for each cost.
pub(super) fn cel(costs: &[i32]) -> impl FnMut() -> usize {
    let env = Arc::new(Env::stdlib());
    let program = env.compile(include_str!("subsidy.cel")).expect("the expression is sound");
    let constants = Context::with_env(env);
    let subsidy = move |cost: &i32| {
        let mut context = constants.new_inner_scope();
        context.add_variable_from_value("cost", i64::from(*cost));
        match program.execute(&context) {
            Ok(Value::Int(yen)) => yen as usize,
            _ => 0,
        }
    };
    move || costs.iter().map(&subsidy).sum()
}

/// ZEN, the language of zen-engine, compiled once and asked for each cost.
pub(super) fn zen(costs: &[i32]) -> impl FnMut() -> usize {
    let expression = compile_expression(include_str!("subsidy.zen")).expect("the expression is sound");
    let mut vm = VM::new();
    let mut subsidy = move |cost: &i32| {
        let context = [(Variable::key("cost"), Variable::Number((*cost).into()))];
        let context = Variable::from_object(context.into_iter().collect());
        let answer = expression.evaluate_with(context, &mut vm);
        answer.ok().and_then(|answer| usize::try_from(answer.as_number()?).ok()).unwrap_or(0)
    };
    move || costs.iter().map(&mut subsidy).sum()
}
