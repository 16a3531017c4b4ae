#include "models/build/seed.h"

#include "models/warehouse/statement.h"

#include <QCoro/QCoroFuture>
#include <QDate>
#include <QDateTime>
#include <QFile>
#include <QRegularExpression>

namespace daybook::build {
namespace {

using warehouse::quoteIdentifier;

enum class SeedType { Unknown, Boolean, Integer, BigInteger, Numeric, Date, Timestamp, Text };

/// Well below what a server takes in one statement.
constexpr int RowsInOneStatement = 1000;
constexpr qsizetype LettersInOneStatement = 1'000'000;

struct Field
{
    QString text;
    bool quoted = false;
};

/// Reads RFC 4180, one record at a time, and knows the line it is in.
class CsvReader
{
public:
    CsvReader(QStringView text, QChar delimiter) : m_text(text), m_delimiter(delimiter) {}

    bool atEnd() const { return m_at >= m_text.size(); }
    int line() const { return m_line; }

    Result<std::vector<Field>> record()
    {
        std::vector<Field> fields;
        while (true) {
            Field field;
            if (at() == QLatin1Char('"')) {
                if (!quotedField(field))
                    return failure(ErrorKind::Project, QStringLiteral("a quoted value does not end"));
            } else {
                while (!atEnd() && at() != m_delimiter && at() != QLatin1Char('\n') &&
                       at() != QLatin1Char('\r'))
                    field.text += m_text[m_at++];
            }
            fields.push_back(field);
            if (at() == m_delimiter && !atEnd()) {
                ++m_at;
                continue;
            }
            if (at() == QLatin1Char('\r'))
                ++m_at;
            if (!atEnd() && at() != QLatin1Char('\n'))
                return failure(ErrorKind::Project,
                               QStringLiteral("something follows the closing quote of a value"));
            ++m_at;
            ++m_line;
            return fields;
        }
    }

private:
    QChar at() const { return atEnd() ? QChar() : m_text[m_at]; }

    bool quotedField(Field &field)
    {
        field.quoted = true;
        for (++m_at; !atEnd(); ++m_at) {
            m_line += at() == QLatin1Char('\n') ? 1 : 0;
            if (at() != QLatin1Char('"')) {
                field.text += at();
            } else if (m_at + 1 < m_text.size() && m_text[m_at + 1] == QLatin1Char('"')) {
                field.text += QLatin1Char('"');
                ++m_at;
            } else {
                ++m_at;
                return true;
            }
        }
        return false;
    }

    QStringView m_text;
    QChar m_delimiter;
    qsizetype m_at = 0;
    int m_line = 1;
};

bool fits(SeedType type, const QString &value)
{
    static const QRegularExpression number(QStringLiteral("^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$"));
    static const QRegularExpression stamp(
        QStringLiteral("^\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,6})?)?$"));
    bool ok = false;
    switch (type) {
    case SeedType::Boolean:
        return value.compare(QStringLiteral("true"), Qt::CaseInsensitive) == 0 ||
               value.compare(QStringLiteral("false"), Qt::CaseInsensitive) == 0;
    case SeedType::Integer: // a code such as 007 is no number
        value.toInt(&ok);
        return ok && (value.size() == 1 || number.match(value).hasMatch());
    case SeedType::BigInteger:
        value.toLongLong(&ok);
        return ok && (value.size() == 1 || number.match(value).hasMatch());
    case SeedType::Numeric:
        return number.match(value).hasMatch();
    case SeedType::Date:
        return value.size() == 10 && QDate::fromString(value, Qt::ISODate).isValid();
    case SeedType::Timestamp:
        return stamp.match(value).hasMatch() || fits(SeedType::Date, value);
    case SeedType::Unknown:
        return false;
    case SeedType::Text:
        break;
    }
    return true;
}

/// The narrowest type for the values seen so far and this one; values of different kinds make text.
SeedType widened(SeedType type, const QString &value)
{
    if (fits(type, value))
        return type;
    const bool isWhole = type == SeedType::Integer || type == SeedType::BigInteger;
    if (isWhole && fits(SeedType::BigInteger, value))
        return SeedType::BigInteger;
    if (isWhole && fits(SeedType::Numeric, value))
        return SeedType::Numeric;
    if (type == SeedType::Date && fits(SeedType::Timestamp, value))
        return SeedType::Timestamp;
    if (type != SeedType::Unknown)
        return SeedType::Text;
    for (const SeedType first : {SeedType::Boolean, SeedType::Integer, SeedType::BigInteger,
                                 SeedType::Numeric, SeedType::Date, SeedType::Timestamp}) {
        if (fits(first, value))
            return first;
    }
    return SeedType::Text;
}

QString sqlType(SeedType type)
{
    switch (type) {
    case SeedType::Boolean:
        return QStringLiteral("boolean");
    case SeedType::Unknown: // a column without a value, to dbt
    case SeedType::Integer:
        return QStringLiteral("integer");
    case SeedType::BigInteger:
        return QStringLiteral("bigint");
    case SeedType::Numeric:
        return QStringLiteral("numeric");
    case SeedType::Date:
        return QStringLiteral("date");
    case SeedType::Timestamp:
        return QStringLiteral("timestamp");
    default:
        return QStringLiteral("text");
    }
}

QByteArray asCopyCsv(const std::vector<Field> &fields)
{
    QStringList out;
    for (const Field &field : fields) {
        QString text = field.text;
        // dbt's reader takes an empty value for null, quoted or not.
        out << (text.isEmpty() ? QString()
                               : QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) +
                                     QLatin1Char('"'));
    }
    return out.join(QLatin1Char(',')).toUtf8() + '\n';
}

tl::unexpected<Error> wrong(const project::Node &node, int line, const QString &what)
{
    return failure({.kind = ErrorKind::Project,
                    .message = QStringLiteral("The seed %1 cannot be read: %2.").arg(node.name, what),
                    .where = Location{.file = node.path, .line = line, .column = 0}});
}

Result<QString> readText(const QString &directory, const project::Node &node)
{
    QFile file(directory + QLatin1Char('/') + node.path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(
            {.kind = ErrorKind::Io,
             .message =
                 QStringLiteral("The seed %1 cannot be opened: %2.").arg(node.name, file.errorString()),
             .where = Location{.file = node.path}});
    QByteArray bytes = file.readAll();
    if (bytes.startsWith("\xEF\xBB\xBF"))
        bytes.remove(0, 3);
    return QString::fromUtf8(bytes);
}

/// One statement for a seed's next rows, where the server takes none from the client otherwise.
QString nextInsertion(const warehouse::RelationName &relation, CsvReader &csv)
{
    QStringList rows;
    qsizetype size = 0;
    while (!csv.atEnd() && rows.size() < RowsInOneStatement && size < LettersInOneStatement) {
        QStringList values;
        for (const Field &field : csv.record().value_or(std::vector<Field>()))
            values << warehouse::portableLiteral(field.text.isEmpty() && !field.quoted
                                                     ? warehouse::Parameter()
                                                     : warehouse::Parameter(field.text));
        rows << QStringLiteral("(%1)").arg(values.join(QStringLiteral(", ")));
        size += rows.last().size();
    }
    return QStringLiteral("insert into %1 values\n%2")
        .arg(relation.toSql(), rows.join(QStringLiteral(",\n")));
}

} // namespace

Result<SeedFile> readSeed(QString projectDirectory, project::Node node)
{
    const Result<QString> text = readText(projectDirectory, node);
    if (!text)
        return failure(text.error());
    const QString delimiter = node.config.find(u"delimiter").stringOr(QStringLiteral(","));
    CsvReader reader(*text, delimiter.isEmpty() ? QLatin1Char(',') : delimiter[0]);
    if (reader.atEnd())
        return wrong(node, 1, QStringLiteral("the file is empty; its first line must name the columns"));
    const auto header = reader.record();
    if (!header)
        return wrong(node, 1, header.error().message);
    SeedFile seed{.path = node.path, .columns = {}, .csv = {}};
    std::vector<SeedType> types(header->size(), SeedType::Unknown);
    while (!reader.atEnd()) {
        const int line = reader.line();
        const auto fields = reader.record();
        if (!fields)
            return wrong(node, line, fields.error().message);
        if (fields->size() == 1 && fields->front().text.isEmpty() && header->size() > 1)
            continue; // an empty line
        if (fields->size() != header->size())
            return wrong(
                node, line,
                QStringLiteral("there are %1 values for %2 columns").arg(fields->size()).arg(header->size()));
        for (std::size_t i = 0; i < fields->size(); ++i) {
            if (!(*fields)[i].text.isEmpty())
                types[i] = widened(types[i], (*fields)[i].text);
        }
        seed.csv += asCopyCsv(*fields);
    }
    const templating::Value columnTypes = node.config.find(u"column_types");
    for (std::size_t i = 0; i < header->size(); ++i) {
        const QString name = (*header)[i].text.trimmed();
        seed.columns.push_back({name, columnTypes.find(name).stringOr(sqlType(types[i]))});
    }
    return seed;
}

namespace {

QCoro::Task<Result<qint64>> insertSeed(warehouse::Connection::Pointer connection,
                                       warehouse::RelationName relation, SeedFile seed, std::stop_token stop)
{
    const QString text = QString::fromUtf8(seed.csv);
    CsvReader csv(text, QLatin1Char(','));
    qint64 rows = 0;
    while (!csv.atEnd()) {
        const QFuture<Result<warehouse::ResultSet>> inserting =
            connection->execute(nextInsertion(relation, csv), {}, stop);
        const Result<warehouse::ResultSet> inserted = co_await inserting;
        if (!inserted) {
            Error error = inserted.error();
            error.where = Location{.file = seed.path, .line = 0, .column = 0};
            co_return failure(error);
        }
        rows += inserted->affectedRows();
    }
    co_return rows;
}

} // namespace

QCoro::Task<Result<qint64>> loadSeed(warehouse::Connection::Pointer connection,
                                     warehouse::RelationName relation, SeedFile seed, std::stop_token stop)
{
    QStringList columns;
    for (const SeedFile::Column &column : seed.columns)
        columns << quoteIdentifier(column.name) + QLatin1Char(' ') + column.type;
    const QString create =
        QStringLiteral("create table %1 (%2)").arg(relation.toSql(), columns.join(QStringLiteral(", ")));
    const QFuture<Result<warehouse::ResultSet>> creating = connection->execute(create, {}, stop);
    const Result<warehouse::ResultSet> created = co_await creating;
    if (!created)
        co_return failure(created.error());
    if (!connection->dialect().has(warehouse::Dialect::Feature::ClientCopy))
        co_return co_await insertSeed(connection, relation, seed, stop);
    auto given = std::make_shared<bool>(false);
    warehouse::CopySource source = [given, csv = seed.csv]() -> Result<QByteArray> {
        return std::exchange(*given, true) ? QByteArray() : csv;
    };
    const QString copy = QStringLiteral("copy %1 from stdin (format csv)").arg(relation.toSql());
    const QFuture<Result<warehouse::ResultSet>> loading = connection->copyIn(copy, source, stop);
    const Result<warehouse::ResultSet> loaded = co_await loading;
    if (!loaded) {
        Error error = loaded.error();
        error.where = Location{.file = seed.path, .line = 0, .column = 0};
        co_return failure(error);
    }
    co_return loaded->affectedRows();
}

} // namespace daybook::build
