#pragma once

#include <QString>

namespace daybook::warehouse {

/// The text of a SQL file that ships inside the program, by its path under sql/ without the ending:
/// shippedSql(u"system/build/claim_run"). A file that is not there is a programmer's mistake and aborts.
QString shippedSql(QStringView path);

} // namespace daybook::warehouse
