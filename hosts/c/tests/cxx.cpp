/* kenpo.hpp: what it releases, what it throws, and the answers of kenpo.h. */
#include <kenpo.hpp>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <type_traits>

static_assert(!std::is_copy_constructible_v<kenpo::programme> && std::is_nothrow_move_constructible_v<kenpo::programme>);
static_assert(!std::is_copy_constructible_v<kenpo::buffer> && std::is_nothrow_move_constructible_v<kenpo::buffer>);

static void check(bool holds, const char *what) {
    if (!holds) {
        std::fprintf(stderr, "%s\n", what);
        std::exit(1);
    }
}

template <typename Call> static kenpo_status failure_of(Call call, std::string &text) {
    try {
        call();
    } catch (const kenpo::error &error) {
        text = error.text();
        return error.status();
    }
    return KENPO_OK;
}

int main(int argc, char **argv) {
    check(argc == 2, "the programme document is the argument");
    kenpo::require_abi();
    std::ifstream file(argv[1], std::ios::binary);
    const std::string document{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};

    const kenpo::programme programme = kenpo::programme::parse(document);
    kenpo::buffer answer =
        programme.answer("points.accrue", R"({"now":"2022-02-02T09:00:00+09:00","arrivals":[{"date":"2022-02-01","steps":8000,"source":"healthkit"}]})");
    check(answer.text().find("\"points\":20") != std::string_view::npos, "8,000 steps are 20 points");

    // The same bytes through the C function, with the literal's macro and an output that releases what it held.
    kenpo::buffer same;
    for (int twice = 0; twice < 2; twice++)
        check(kenpo_answer(programme.get(),
                           KENPO_TEXT("points.accrue"),
                           KENPO_TEXT("{\"now\":\"2022-02-02T09:00:00+09:00\",\"arrivals\":[{\"date\":\"2022-02-01\",\"steps\":8000,\"source\":\"healthkit\"}]}"),
                           same.out(), nullptr) == KENPO_OK,
              "kenpo_answer");
    check(same.text() == answer.text(), "both doors answer alike");

    kenpo::buffer moved = std::move(answer);
    check(answer.text().empty() && moved.text() == same.text(), "a buffer is moved");
    moved = kenpo::answer("insurer_number.check", R"({"insurer_number":"06133426"})");
    check(moved.text().find("wrong_check_digit") != std::string_view::npos, "an operation without a programme");

    std::string text;
    check(failure_of([] { kenpo::programme::parse("{"); }, text) == KENPO_ERR_INVALID_PROGRAMME, "no programme");
    check(text.find("\"code\":\"json_syntax\"") != std::string::npos, "the error says why");
    check(failure_of([] { kenpo::answer("points.accrue", "{}"); }, text) == KENPO_ERR_PROGRAMME_REQUIRED, "a programme is needed");
    check(failure_of([] { kenpo::answer("", ""); }, text) == KENPO_ERR_UNKNOWN_OPERATION, "empty views");

    check(kenpo::reason_name(KENPO_REASON_WRONG_CHECK_DIGIT) == "wrong_check_digit", "the name of a reason");
    check(kenpo::reason_name(0).empty(), "0 is no reason");
    for (std::int32_t number : {-1, 256, 1 << 30})
        check(kenpo::reason_name(number) == "unknown", "a number that is not a reason");
    return 0;
}
