//! The tiers as an expression, which rule engines read. What was earned before and the month's rest are handwritten code's.

use std::sync::Arc;

use cel::{Context, Env, Value};
use kenpo_core::points::StepDay;
use zen_expression::{Variable, compile_expression, vm::VM};

use super::handwritten::Year;

const TIERS: &str = "steps < 3000 ? 0 : steps < 5000 ? 5 : steps < 8000 ? 10 : steps < 10000 ? 20 : 40";

/// CEL, compiled once and asked for each delivery.
pub(super) fn cel(years: &[Vec<StepDay>]) -> impl FnMut() -> usize {
    let env = Arc::new(Env::stdlib());
    let program = env.compile(TIERS).expect("the expression is sound");
    let constants = Context::with_env(env);
    let tier = move |steps: i64| {
        let mut context = constants.new_inner_scope();
        context.add_variable_from_value("steps", steps);
        match program.execute(&context) {
            Ok(Value::Int(points)) => points,
            _ => 0,
        }
    };
    move || sum(years, &tier)
}

/// ZEN, the language of zen-engine, compiled once and asked for each delivery.
pub(super) fn zen(years: &[Vec<StepDay>]) -> impl FnMut() -> usize {
    let expression = compile_expression(TIERS).expect("the expression is sound");
    let mut vm = VM::new();
    let mut tier = move |steps: i64| {
        let context = [(Variable::key("steps"), Variable::Number(steps.into()))];
        let context = Variable::from_object(context.into_iter().collect());
        let answer = expression.evaluate_with(context, &mut vm);
        answer.ok().and_then(|answer| i64::try_from(answer.as_number()?).ok()).unwrap_or(0)
    };
    move || sum(years, &mut tier)
}

fn sum(years: &[Vec<StepDay>], mut tier: impl FnMut(i64) -> i64) -> usize {
    let mut points = 0;
    for deliveries in years {
        let mut year = Year::new();
        points += deliveries.iter().map(|StepDay { walked, steps, .. }| year.pay(*walked, tier(*steps))).sum::<i64>();
    }
    points as usize
}
