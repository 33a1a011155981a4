/** The rule book of Japanese health-insurance programmes. */
module io.github.kenpo {
    requires com.fasterxml.jackson.annotation;
    requires com.sun.jna;
    requires static transitive org.jspecify;
    requires tools.jackson.databind;

    exports io.github.kenpo;
    exports io.github.kenpo.types;

    opens io.github.kenpo to tools.jackson.databind;
    opens io.github.kenpo.types to tools.jackson.databind;
}
