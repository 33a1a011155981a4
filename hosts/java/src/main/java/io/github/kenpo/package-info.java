/**
 * The rule book of Japanese health-insurance programmes.
 *
 * <p>{@link io.github.kenpo.Programme} holds a programme and answers what depends on it;
 * {@link io.github.kenpo.Kenpo} answers what depends on none. All rules are in the library {@code kenpo};
 * {@link io.github.kenpo.Kenpo} says where it is looked for.
 */
@NullMarked
package io.github.kenpo;

import org.jspecify.annotations.NullMarked;
