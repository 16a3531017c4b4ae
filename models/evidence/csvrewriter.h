#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace daybook::evidence {

enum class Profile {
    Audit,      ///< the server's values, byte for byte
    Spreadsheet ///< a byte order mark, and text that no spreadsheet takes for a formula
};

/// "audit", "spreadsheet": as kept in manifests.
QString toString(Profile profile);

/// Text as the spreadsheet profile shows it: OWASP's rule against CSV injection. What a spreadsheet could
/// take for the start of a formula gets a single quote before it, at the start of the value and wherever a
/// spreadsheet that splits at other separators than ours would start a new cell.
QByteArray guardedAgainstFormulas(QByteArrayView text);

/// Turns PostgreSQL's CSV into Daybook's: rows end with CR LF, values keep whatever line ends they hold; and,
/// for spreadsheets, text is guarded. Takes the server's bytes in pieces of any size.
class CsvRewriter
{
public:
    /// `isText` tells for each column whether it is text: numbers and dates are never touched.
    CsvRewriter(Profile profile, QList<bool> isText);

    /// What the file starts with, before any row.
    QByteArray preamble() const;
    void rewrite(QByteArrayView bytes, QByteArray &out);

private:
    void rewriteLineEnds(QByteArrayView bytes, QByteArray &out);
    void guard(QByteArrayView bytes, QByteArray &out);
    void endField(char delimiter, QByteArray &out);

    Profile m_profile;
    QList<bool> m_isText;
    bool m_inQuotes = false;
    bool m_inHeader = true;
    qsizetype m_column = 0;
    QByteArray m_field; ///< as it stands in the server's bytes, quotes included
};

} // namespace daybook::evidence
