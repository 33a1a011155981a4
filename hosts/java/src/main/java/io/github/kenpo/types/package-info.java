/**
 * What operations are asked and what they answer, as records and enums.
 *
 * <p>Each file is written from the contract's schemas. Integers are within ±(2<sup>53</sup> − 1). An absent value is {@code null}, an absent list is empty, an absent flag is
 * {@code false}; lists are unmodifiable.
 */
@NullMarked
package io.github.kenpo.types;

import org.jspecify.annotations.NullMarked;
