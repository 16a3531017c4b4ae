#include "models/evidence/manifest.h"
#include "models/evidence/partialfile.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace daybook::evidence {
namespace {

using namespace Qt::StringLiterals;

/// Reads an object strictly, and remembers the first thing that is wrong.
class Reader
{
public:
    explicit Reader(QJsonObject object, QString prefix = {}) : m_object(std::move(object)), m_prefix(prefix)
    {
    }

    QString text(const QString &key)
    {
        const QJsonValue value = m_object.value(key);
        return value.isString() ? value.toString() : (refuse(key, u"a string"_s), QString());
    }
    QString textOrNothing(const QString &key)
    {
        const QJsonValue value = m_object.value(key);
        return value.isNull() || value.isUndefined() ? QString() : text(key);
    }
    qint64 natural(const QString &key)
    {
        const qint64 value = m_object.value(key).toInteger(-1);
        return value >= 0 ? value : (refuse(key, u"a whole number, 0 or more"_s), 0);
    }
    std::optional<Decimal> decimal(const QString &key)
    {
        if (m_object.value(key).isNull())
            return std::nullopt;
        const auto value = Decimal::parse(text(key));
        return value ? std::optional(*value) : (refuse(key, u"a decimal number in quotes"_s), std::nullopt);
    }
    QByteArray hash(const QString &key)
    {
        const QByteArray value = text(key).toLatin1();
        if (value.size() != 64 || value != QByteArray::fromHex(value).toHex())
            refuse(key, u"a SHA-256 in lower-case hex"_s);
        return value;
    }
    Reader object(const QString &key)
    {
        const QJsonValue value = m_object.value(key);
        if (!value.isObject())
            refuse(key, u"an object"_s);
        return Reader(value.toObject(), m_prefix + key + u'.');
    }
    QList<Reader> objects(const QString &key)
    {
        const QJsonValue value = m_object.value(key);
        if (!value.isArray())
            refuse(key, u"a list"_s);
        QList<Reader> readers;
        const QJsonArray array = value.toArray();
        for (const QJsonValue &element : array) {
            if (!element.isObject())
                refuse(key, u"a list of objects"_s);
            readers << Reader(element.toObject(), m_prefix + key + u'.');
        }
        return readers;
    }
    bool isNull(const QString &key) const { return m_object.value(key).isNull(); }
    void refuse(const QString &key, const QString &wanted)
    {
        if (m_problem.isEmpty())
            m_problem = u"\"%1\" must be %2"_s.arg(m_prefix + key, wanted);
    }
    /// Takes over what is wrong in a part.
    void adopt(const Reader &part)
    {
        if (m_problem.isEmpty())
            m_problem = part.m_problem;
    }
    const QString &problem() const { return m_problem; }

private:
    QJsonObject m_object;
    QString m_prefix;
    QString m_problem;
};

Totals readTotals(Reader &reader)
{
    return {.rows = reader.natural(u"rows"_s),
            .amount = reader.decimal(u"amount"_s),
            .count = reader.decimal(u"count"_s)};
}

void readControl(Reader &manifest, Manifest &into)
{
    Reader control = manifest.object(u"control"_s);
    into.roles = {.type = control.textOrNothing(u"type_column"_s),
                  .amount = control.textOrNothing(u"amount_column"_s),
                  .count = control.textOrNothing(u"count_column"_s)};
    QList<Reader> types = control.objects(u"by_type"_s);
    for (Reader &one : types) {
        const auto type = one.isNull(u"type"_s) ? std::nullopt : std::optional(one.text(u"type"_s).toUtf8());
        if (!into.totals.byType.emplace(type, readTotals(one)).second)
            one.refuse(u"type"_s, u"different in each entry"_s);
        control.adopt(one);
    }
    Reader overall = control.object(u"overall"_s);
    into.totals.overall = readTotals(overall);
    control.adopt(overall);
    manifest.adopt(control);
}

void readColumns(Reader &manifest, Manifest &into)
{
    QList<Reader> columns = manifest.objects(u"columns"_s);
    for (Reader &one : columns) {
        into.columns << ManifestColumn{.name = one.text(u"name"_s), .type = one.text(u"type"_s)};
        manifest.adopt(one);
    }
}

/// What verifying does not need is read for show, and forgiven where it is missing.
void readStory(Reader &manifest, Manifest &into)
{
    Reader provenance = manifest.object(u"provenance"_s);
    into.provenance.label = provenance.textOrNothing(u"label"_s);
    into.provenance.project = provenance.textOrNothing(u"project"_s);
    if (!provenance.isNull(u"run"_s))
        into.provenance.runId = provenance.natural(u"run"_s);
    manifest.adopt(provenance);
    Reader server = manifest.object(u"server"_s);
    into.server.connection = server.textOrNothing(u"connection"_s);
    into.server.snapshotTime = server.textOrNothing(u"snapshot_time"_s);
    manifest.adopt(server);
    into.exportedAt = QDateTime::fromString(manifest.textOrNothing(u"exported_at"_s), Qt::ISODateWithMs);
}

tl::unexpected<Error> notAManifest(const QString &path, const QString &why)
{
    return failure(
        ErrorKind::Data,
        u"%1 is not a manifest of Daybook's, or a damaged one: %2. Look for the manifest as it was "
        "exported."_s.arg(path, why));
}

} // namespace

Result<Manifest> Manifest::fromJson(const QByteArray &json, const QString &path)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isObject())
        return notAManifest(path, error.error ? error.errorString() : u"it is no JSON object"_s);
    Reader reader(document.object());
    if (reader.text(u"format"_s) != u"daybook-evidence"_s)
        return notAManifest(path, u"\"format\" is not \"daybook-evidence\""_s);
    if (const qint64 version = reader.natural(u"format_version"_s); version > Format)
        return failure(
            ErrorKind::Data,
            u"%1 has format %2, and this Daybook knows formats up to %3: it was written by a newer "
            "one. Verify it with that one."_s.arg(path)
                .arg(version)
                .arg(Format));
    Manifest manifest;
    manifest.file = reader.text(u"file"_s);
    manifest.sha256 = reader.hash(u"sha256"_s);
    manifest.bytes = reader.natural(u"bytes"_s);
    manifest.rows = reader.natural(u"rows"_s);
    const QString profile = reader.text(u"profile"_s);
    manifest.profile = profile == toString(Profile::Spreadsheet) ? Profile::Spreadsheet : Profile::Audit;
    if (profile != toString(manifest.profile))
        reader.refuse(u"profile"_s, u"\"audit\" or \"spreadsheet\""_s);
    manifest.sql = reader.text(u"sql"_s);
    manifest.sqlSha256 = reader.hash(u"sql_sha256"_s);
    readColumns(reader, manifest);
    readControl(reader, manifest);
    readStory(reader, manifest);
    if (!reader.problem().isEmpty())
        return notAManifest(path, reader.problem());
    return manifest;
}

Result<QByteArray> Manifest::readBytes(const QString &path)
{
    QFile file(path);
    if (const Result<void> opened = openForReading(file, u"read"_s); !opened)
        return failure(opened.error());
    const QByteArray json = file.read(MaximumBytes + 1);
    if (json.size() > MaximumBytes)
        return notAManifest(path, u"it is larger than any manifest"_s);
    return json;
}

} // namespace daybook::evidence
