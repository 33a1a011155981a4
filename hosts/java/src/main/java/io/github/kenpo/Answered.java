package io.github.kenpo;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.kenpo.types.ProgrammeRef;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The whole of an answer: who answered, by which programme, and what. Kept together, it can be asked for again years
 * later and says the same.
 *
 * @param <A> the answer's type
 * @param kenpo The library's version.
 * @param programme The programme that was read, where the operation reads one.
 * @param answer The answer.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"kenpo", "programme", "answer"})
public record Answered<A>(
        @JsonProperty("kenpo") String kenpo,
        @JsonProperty("programme") @Nullable ProgrammeRef programme,
        @JsonProperty("answer") A answer) {
    public Answered {
        Objects.requireNonNull(kenpo, "kenpo");
        Objects.requireNonNull(answer, "answer");
    }
}
