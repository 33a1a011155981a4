/** The rule book of Japanese health-insurance programmes. */
module io.github.kenpo {
    requires com.sun.jna;
    requires static transitive org.jspecify;

    exports io.github.kenpo;
    exports io.github.kenpo.types;
}
