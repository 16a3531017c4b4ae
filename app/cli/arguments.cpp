#include "app/cli/arguments.h"

#include "app/cli/nearest.h"

#include <algorithm>

namespace daybook::cli {
namespace {

bool looksLikeOption(const QString &word)
{
    return word.size() > 1 && word.startsWith(QLatin1Char('-'));
}

/// "--name", "--name=value", "-n", taken apart.
struct Spelling
{
    explicit Spelling(const QString &word)
    {
        const bool isLong = word.startsWith(QStringLiteral("--"));
        const qsizetype equals = isLong ? word.indexOf(QLatin1Char('=')) : -1;
        name = word.mid(isLong ? 2 : 1, equals < 0 ? -1 : equals - 2);
        if (equals >= 0)
            value = word.mid(equals + 1);
        isLetter = !isLong;
    }

    QString name;
    std::optional<QString> value;
    bool isLetter = false;
};

Result<Option> findOption(const Spelling &spelling, const QList<Option> &options)
{
    QStringList names;
    for (const Option &option : options) {
        const bool matches = spelling.isLetter ? !option.letter.isNull() && spelling.name == option.letter
                                               : spelling.name == option.name;
        if (matches)
            return option;
        names += option.name;
    }
    const QString dashes = spelling.isLetter ? QStringLiteral("-") : QStringLiteral("--");
    return failure(ErrorKind::Usage, QStringLiteral("There is no option %1%2.").arg(dashes, spelling.name) +
                                         didYouMean(spelling.name, names, QStringLiteral("--")));
}

Result<void> checkValue(const Option &option, const QString &value)
{
    bool ok = true;
    QString wanted;
    if (option.kind == Option::Kind::Number) {
        ok = value.toLongLong(&ok) >= 0 && ok;
        wanted = QStringLiteral("a whole number");
    } else if (option.kind == Option::Kind::Date) {
        ok = QDate::fromString(value, Qt::ISODate).isValid();
        wanted = QStringLiteral("a date as YYYY-MM-DD");
    } else if (!option.choices.isEmpty()) {
        ok = option.choices.contains(value);
        wanted = QStringLiteral("one of: ") + option.choices.join(QStringLiteral(", "));
    }
    if (ok)
        return {};
    return failure(ErrorKind::Usage,
                   QStringLiteral("--%1 wants %2, not \"%3\".").arg(option.name, wanted, value) +
                       didYouMean(value, option.choices));
}

} // namespace

/// One pass over the words, from left to right.
class ArgumentParser
{
public:
    ArgumentParser(const QStringList &words, const QList<Option> &options,
                   const QList<Positional> &positionals)
        : m_words(words), m_options(options), m_positionals(positionals)
    {
        for (const Option &option : options)
            m_arguments.m_values.insert(option.name, {});
    }

    Result<Arguments> parse()
    {
        bool optionsEnded = false;
        while (m_next < m_words.size()) {
            const QString word = m_words[m_next++];
            Result<void> taken;
            if (word == QStringLiteral("--") && !optionsEnded)
                optionsEnded = true;
            else if (looksLikeOption(word) && !optionsEnded)
                taken = takeOption(Spelling(word));
            else
                taken = takePositional(word);
            if (!taken)
                return failure(taken.error());
        }
        for (const Positional &positional : m_positionals.mid(m_taken)) {
            if (!positional.optional)
                return failure(
                    ErrorKind::Usage,
                    QStringLiteral("%1 is missing: %2.").arg(positional.name, positional.description));
        }
        return m_arguments;
    }

private:
    Result<void> takeOption(const Spelling &spelling)
    {
        const Result<Option> option = findOption(spelling, m_options);
        if (!option)
            return failure(option.error());
        QStringList &values = m_arguments.m_values[option->name];
        if (option->kind == Option::Kind::Flag) {
            if (spelling.value)
                return failure(ErrorKind::Usage, QStringLiteral("--%1 takes no value.").arg(option->name));
            values = {QString()};
            return {};
        }
        QStringList given;
        if (spelling.value)
            given += *spelling.value;
        const bool many = option->kind == Option::Kind::Words;
        while (m_next < m_words.size() && !looksLikeOption(m_words[m_next]) && (many || given.isEmpty()))
            given += m_words[m_next++];
        if (many) // quoted together or not, they are words
            given = given.join(QLatin1Char(' ')).split(QLatin1Char(' '), Qt::SkipEmptyParts);
        if (given.isEmpty())
            return failure(
                ErrorKind::Usage,
                QStringLiteral("--%1 needs a value: --%1 %2").arg(option->name, option->valueName));
        for (const QString &value : given) {
            if (const Result<void> checked = checkValue(*option, value); !checked)
                return checked;
        }
        values = many ? values + given : given; // of values given twice the last one counts
        return {};
    }

    Result<void> takePositional(const QString &word)
    {
        if (m_taken >= m_positionals.size())
            return failure(ErrorKind::Usage, QStringLiteral("\"%1\" is one word too many.").arg(word));
        const Positional &positional = m_positionals[m_taken++];
        QStringList allowed;
        for (const Choice &choice : positional.choices)
            allowed += choice.value;
        if (!allowed.isEmpty() && !allowed.contains(word))
            return failure(ErrorKind::Usage,
                           QStringLiteral("%1 is one of %2, not \"%3\".")
                                   .arg(positional.name, allowed.join(QStringLiteral(", ")), word) +
                               didYouMean(word, allowed));
        m_arguments.m_positionals.insert(positional.name, word);
        return {};
    }

    const QStringList &m_words;
    const QList<Option> &m_options;
    const QList<Positional> &m_positionals;
    qsizetype m_next = 0;
    qsizetype m_taken = 0;
    Arguments m_arguments;
};

Result<Arguments> Arguments::parse(const QStringList &words, const QList<Option> &options,
                                   const QList<Positional> &positionals)
{
    return ArgumentParser(words, options, positionals).parse();
}

bool Arguments::has(const QString &option) const
{
    Q_ASSERT_X(m_values.contains(option), "Arguments", qPrintable(option));
    return !m_values.value(option).isEmpty();
}

QString Arguments::text(const QString &option, const QString &fallback) const
{
    return has(option) ? m_values.value(option).first() : fallback;
}

std::optional<qint64> Arguments::number(const QString &option) const
{
    return has(option) ? std::optional(text(option).toLongLong()) : std::nullopt;
}

std::optional<QDate> Arguments::date(const QString &option) const
{
    return has(option) ? std::optional(QDate::fromString(text(option), Qt::ISODate)) : std::nullopt;
}

QStringList Arguments::words(const QString &option) const
{
    return has(option) ? m_values.value(option) : QStringList();
}

Result<qsizetype> findCommandWord(const QStringList &words, const QList<Option> &options)
{
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (!looksLikeOption(words[i]))
            return i;
        const Spelling spelling(words[i]);
        const Result<Option> option = findOption(spelling, options);
        if (!option)
            return failure(option.error());
        if (option->kind != Option::Kind::Flag && !spelling.value)
            ++i;
    }
    return -1;
}

} // namespace daybook::cli
