#pragma once

#include <QRegularExpression>
#include <QString>

namespace daybook::project {

/// A pattern with * ? [abc] [!abc], as Python's fnmatch has it: a star crosses dots and slashes.
class Glob
{
public:
    explicit Glob(const QString &pattern);

    bool matches(const QString &text) const;
    static bool isPattern(QStringView text);

private:
    QString m_plain;
    QRegularExpression m_pattern; ///< only where the text is a pattern
    bool m_isPattern = false;
};

/// Whether `pattern` names the file, or a folder that it is in. Here a star stays within a part, and ** does
/// not.
bool pathMatches(const QString &pattern, const QString &path);

} // namespace daybook::project
