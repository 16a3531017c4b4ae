#pragma once

#include <QMap>
#include <QString>

namespace daybook::settlement {

/// SQL that stands for each {{name}}: an identifier already quoted, a "$1", a keyword. Never a value.
using SqlValues = QMap<QString, QString>;

/// Replaces every {{name}} once, in comments too; what is put in is not looked at again. A name without a
/// value is a programmer's mistake and aborts.
QString fillSql(const QString &text, const SqlValues &values);

/// The piece of a file that follows its line "-- piece: <name>". One that is missing aborts.
QString sqlPiece(const QString &text, const QString &name);

} // namespace daybook::settlement
