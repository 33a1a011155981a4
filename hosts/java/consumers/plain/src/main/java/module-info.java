module consumer {
    requires io.github.kenpo;
}
