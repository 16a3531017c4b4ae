#pragma once

#include <QChar>
#include <QList>
#include <QString>
#include <QStringList>

namespace daybook::cli {

/// An option, as a command declares it.
struct Option
{
    enum class Kind {
        Flag,
        Text,
        Number, ///< a whole number from 0
        Date,   ///< YYYY-MM-DD
        Words   ///< every word up to the next option, as dbt reads --select; may be given again
    };

    QString name; ///< without the dashes
    Kind kind = Kind::Flag;
    QString valueName = {}; ///< what help calls the value: "DIR"
    QString description;
    QStringList choices = {}; ///< the values allowed; empty: any
    QChar letter = {};        ///< the short form, if any
};

struct Choice
{
    QString value;
    QString description;
};

/// A word that is not an option's, by its place.
struct Positional
{
    QString name; ///< "FILE"
    QString description;
    QList<Choice> choices = {}; ///< the words allowed; empty: any
    bool optional = false;
};

} // namespace daybook::cli
