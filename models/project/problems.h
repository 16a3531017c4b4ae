#pragma once

#include "models/core/result.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace daybook::project {

/// Collects what is wrong while something is read, so that reading can go on and all mistakes are told at
/// once. Belongs to one reader on one thread.
class Problems
{
public:
    void error(const Location &where, const QString &message);
    void add(const Error &error);
    void warning(const Location &where, const QString &message);
    void warning(const QString &message);
    void take(Problems &&other);

    bool hasErrors() const { return !m_errors.empty(); }
    const QStringList &warnings() const { return m_warnings; }
    /// The first error, with the others in its detail; call only when there are any.
    Error toError() const;

private:
    std::vector<Error> m_errors;
    QStringList m_warnings;
};

/// Why the text of `file` cannot be read, if it is not UTF-8.
std::optional<Error> checkUtf8(const QByteArray &text, const QString &file);

/// "; did you mean 'a' or 'b'?" for what was probably meant, or nothing. `known` may be long.
QString didYouMean(const QString &word, const QStringList &known);

} // namespace daybook::project
