/*
 * kenpo.hpp - kenpo.h for C++17 and later: handles and buffers that release themselves, and std::string_view in place of
 * pointer and length. A thin header over the C ABI; what kenpo.h says of each function holds here.
 *
 *     kenpo::require_abi();
 *     const auto programme = kenpo::programme::parse(document);
 *     const auto answer = programme.answer("points.accrue", request);
 *     use(answer.text());
 *
 * Functions throw kenpo::error where the C function returns a status other than KENPO_OK, and std::bad_alloc where the
 * text of an error cannot be kept. Without exceptions use kenpo.h with kenpo::programme_ptr and kenpo::buffer::out().
 */

#ifndef KENPO_HPP
#define KENPO_HPP

#include <kenpo.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace kenpo {

/** Text that the library filled, wiped and released with the object. */
class buffer {
public:
    buffer() noexcept = default;
    buffer(buffer &&other) noexcept : buf_(std::exchange(other.buf_, kenpo_buf KENPO_BUF_INIT)) {}
    buffer &operator=(buffer &&other) noexcept {
        std::swap(buf_, other.buf_);
        return *this;
    }
    buffer(const buffer &) = delete;
    buffer &operator=(const buffer &) = delete;
    ~buffer() { kenpo_buf_free(&buf_); }

    /** The text, UTF-8; valid as long as the buffer. */
    std::string_view text() const noexcept {
        return buf_.len == 0 ? std::string_view() : std::string_view(reinterpret_cast<const char *>(buf_.ptr), buf_.len);
    }

    /** For an output of a C function. What was in it is released first. */
    kenpo_buf *out() noexcept {
        kenpo_buf_free(&buf_);
        return &buf_;
    }

private:
    kenpo_buf buf_ = KENPO_BUF_INIT;
};

/** A call that failed: the status, and the error text of the library, JSON with code, path, line and column. */
class error : public std::runtime_error {
public:
    error(kenpo_status status, std::string_view text)
        : std::runtime_error(std::string(kenpo_status_name(status)) + (text.empty() ? "" : " ") + std::string(text)),
          status_(status), text_(text) {}

    kenpo_status status() const noexcept { return status_; }

    /** JSON; empty where the status says all, such as KENPO_ERR_INVALID_ARGUMENT. */
    const std::string &text() const noexcept { return text_; }

private:
    kenpo_status status_;
    std::string text_;
};

/** Throws where the library that is loaded has another ABI than this header. */
inline void require_abi() {
    if (kenpo_abi_version() != KENPO_ABI_VERSION)
        throw std::runtime_error("libkenpo has ABI " + std::to_string(kenpo_abi_version()) + ", kenpo.h has ABI " +
                                 std::to_string(KENPO_ABI_VERSION));
}

/** The name of a reason's number; empty for 0, "unknown" for one that the library does not know. */
inline std::string_view reason_name(std::int32_t reason) noexcept { return kenpo_reason_name(reason); }

struct programme_deleter {
    void operator()(const kenpo_programme *programme) const noexcept { kenpo_programme_free(programme); }
};

/** A programme's handle, for code that calls the C functions itself. */
using programme_ptr = std::unique_ptr<const kenpo_programme, programme_deleter>;

namespace detail {
inline buffer answer(const kenpo_programme *programme, std::string_view operation, std::string_view request) {
    buffer answer, failure;
    const kenpo_status status = kenpo_answer(programme, operation.data(), operation.size(), request.data(), request.size(),
                                             answer.out(), failure.out());
    if (status != KENPO_OK)
        throw error(status, failure.text());
    return answer;
}
} // namespace detail

/** A programme document that was read: never changes, and may be used by any number of threads at once. */
class programme {
public:
    /** Reads a document, JSON of at most 1 MiB. */
    static programme parse(std::string_view document) {
        const kenpo_programme *handle = nullptr;
        buffer failure;
        const kenpo_status status = kenpo_programme_parse(document.data(), document.size(), &handle, failure.out());
        if (status != KENPO_OK)
            throw error(status, failure.text());
        return programme(programme_ptr(handle));
    }

    /** An operation under this programme: JSON in, JSON out. */
    buffer answer(std::string_view operation, std::string_view request) const {
        return detail::answer(handle_.get(), operation, request);
    }

    /** For the typed functions of kenpo.h; valid as long as the programme. */
    const kenpo_programme *get() const noexcept { return handle_.get(); }

private:
    explicit programme(programme_ptr handle) noexcept : handle_(std::move(handle)) {}

    programme_ptr handle_;
};

/** An operation that needs no programme: JSON in, JSON out. */
inline buffer answer(std::string_view operation, std::string_view request) {
    return detail::answer(nullptr, operation, request);
}

} // namespace kenpo

#endif // KENPO_HPP
