//! The check as an expression, which rule engines read. They see the number as an integer: its leading zeros add nothing
//! to the sum. Digits are looked at one by one, since `matches` of both compiles its pattern at each call, which takes longer.

use std::sync::Arc;

use cel::{Context, Env, Value, extensions};
use zen_expression::{Variable, compile_expression, vm::VM};

const SCHEMES: [i64; 16] = [1, 2, 3, 4, 6, 7, 31, 32, 33, 34, 39, 63, 72, 73, 74, 75];
/// Twice a digit, the digits of the product added.
const WEIGHTED: [i64; 10] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];

/// CEL, compiled once and asked for each number.
pub(super) fn cel(texts: &[String]) -> impl FnMut() -> usize {
    let mut env = Env::stdlib();
    env.add_extension(extensions::strings).expect("nothing has these names");
    let env = Arc::new(env);
    let program = env.compile(include_str!("check.cel")).expect("the expression is sound");
    let mut constants = Context::with_env(env);
    constants.add_variable_from_value("schemes", SCHEMES.to_vec());
    constants.add_variable_from_value("weighted", WEIGHTED.to_vec());
    let well_formed = move |text: &str| {
        let mut context = constants.new_inner_scope();
        context.add_variable_from_value("text", text);
        program.execute(&context) == Ok(Value::Bool(true))
    };
    move || texts.iter().filter(|text| well_formed(text)).count()
}

/// ZEN, the language of zen-engine, compiled once and asked for each number.
pub(super) fn zen(texts: &[String]) -> impl FnMut() -> usize {
    let expression = compile_expression(include_str!("check.zen")).expect("the expression is sound");
    let mut vm = VM::new();
    let mut well_formed = move |text: &str| {
        let context = Variable::from_object(
            [(Variable::key("text"), Variable::String(Variable::key(text)))].into_iter().collect(),
        );
        expression.evaluate_with(context, &mut vm).is_ok_and(|answer| answer.as_bool() == Some(true))
    };
    move || texts.iter().filter(|text| well_formed(text)).count()
}
