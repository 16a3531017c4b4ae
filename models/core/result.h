#pragma once

#include "models/core/error.h"

#include <tl/expected.hpp>

namespace daybook {

/// A value, or the reason there is none.
template <typename T> using Result = tl::expected<T, Error>;

/// `return failure({.kind = ErrorKind::Io, .message = ...});`
inline tl::unexpected<Error> failure(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

inline tl::unexpected<Error> failure(ErrorKind kind, QString message, QString detail = {})
{
    return failure(Error{.kind = kind, .message = std::move(message), .detail = std::move(detail)});
}

} // namespace daybook
