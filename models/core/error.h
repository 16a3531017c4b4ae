#pragma once

#include <QString>

#include <optional>

namespace daybook {

/// What sort of thing went wrong. Drives behaviour and the exit status; the message is for people.
enum class ErrorKind {
    Cancelled,      ///< the user or a deadline asked for it
    Usage,          ///< the command line or a request was wrong
    Project,        ///< the SQL project or one of its files is wrong
    Connection,     ///< the server is unreachable, refused us, or the connection was lost
    Authentication, ///< the server does not accept this user or password
    Permission,     ///< the role lacks a right
    Sql,            ///< the server rejected a statement
    Conflict,       ///< somebody else is at work, or a live relation stands in the way
    Source,         ///< what is read from others is not there yet, or not as it was
    Data,           ///< data is not what it claims to be: malformed, overflowing, tampered with
    Io,             ///< a file or disk
    Internal        ///< a mistake of ours
};

/// A place in a file of the user's. Lines and columns count from 1; 0 is "unknown".
struct Location
{
    QString file;
    int line = 0;
    int column = 0;

    QString toString() const;
    bool operator==(const Location &) const = default;
};

/// Why something could not be done. `message` says what happened, to what, and what to do; `detail` is the
/// technical rest, one click away. Neither ever holds a secret.
struct Error
{
    ErrorKind kind = ErrorKind::Internal;
    QString message;
    QString detail = {};
    QString sqlState = {}; ///< five characters as the server sent them, or empty
    std::optional<Location> where = {};

    /// "file:line:column: message" where a place is known, else the message.
    QString toString() const;
};

/// A short, stable, lower-case name ("connection"), for logs and JSON.
QString toString(ErrorKind kind);

} // namespace daybook
