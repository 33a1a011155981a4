package io.github.kenpo;

import io.github.kenpo.types.ProgrammeRef;
import org.jspecify.annotations.Nullable;

/**
 * The whole of an answer: who answered, by which programme, and what. Kept together, it can be asked for again years
 * later and says the same. Each operation has a record of its own for it, which shows the answer's values as well.
 *
 * @param <A> the answer's type
 */
public interface Answered<A> {
    /**
     * The library's version.
     *
     * @return such as {@code 0.1.0}
     */
    String kenpo();

    /**
     * The programme that was read.
     *
     * @return the programme, or {@code null} where the operation reads none
     */
    @Nullable ProgrammeRef programme();

    /**
     * The answer.
     *
     * @return the answer alone, without who gave it
     */
    A answer();
}
