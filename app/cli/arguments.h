#pragma once

#include "app/cli/option.h"
#include "models/core/result.h"

#include <QDate>
#include <QMap>

#include <optional>

namespace daybook::cli {

/// What was given on the command line, checked against what a command declares. Asking for an option that
/// was not declared is a programmer's mistake and asserts.
class Arguments
{
public:
    /// `words` without the program's and the command's name. Error: Usage.
    static Result<Arguments> parse(const QStringList &words, const QList<Option> &options,
                                   const QList<Positional> &positionals);

    /// The command declares it.
    bool knows(const QString &option) const { return m_values.contains(option); }
    bool has(const QString &option) const;
    QString text(const QString &option, const QString &fallback = {}) const;
    std::optional<qint64> number(const QString &option) const;
    std::optional<QDate> date(const QString &option) const;
    QStringList words(const QString &option) const;

    /// Empty when an optional one was not given.
    QString positional(const QString &name) const { return m_positionals.value(name); }

private:
    friend class ArgumentParser;
    QMap<QString, QStringList> m_values; ///< every declared option; an empty list: not given
    QMap<QString, QString> m_positionals;
};

/// Where in `words` the command's name stands: the first word that is neither an option nor its value; -1
/// when there is none. Error: Usage, for an option before it that is not in `options`.
Result<qsizetype> findCommandWord(const QStringList &words, const QList<Option> &options);

} // namespace daybook::cli
