#include "models/evidence/manifest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::evidence;
using namespace Qt::StringLiterals;

namespace {

Manifest sample()
{
    Manifest manifest;
    manifest.file = u"a.csv"_s;
    manifest.sha256 = QByteArray(64, 'a');
    manifest.sqlSha256 = QByteArray(64, 'b');
    manifest.bytes = 9'007'199'254'740'993; // more than a double holds
    manifest.rows = 2;
    manifest.columns = {{.name = u"거래"_s, .type = u"text"_s}, {.name = u"amount"_s, .type = u"numeric"_s}};
    manifest.roles = {.type = u"거래"_s, .amount = u"amount"_s};
    const auto amount = Decimal::parse(u"12345678901234567890.10").value();
    manifest.totals.byType.emplace(std::nullopt, Totals{.rows = 1, .amount = amount});
    manifest.totals.byType.emplace(QByteArray("홍보"), Totals{.rows = 1});
    manifest.totals.overall = Totals{.rows = 2, .amount = amount};
    manifest.sql = u"select 1"_s;
    return manifest;
}

const QJsonObject SomeType{
    {u"type"_s, u"a"_s}, {u"rows"_s, 1}, {u"amount"_s, QJsonValue()}, {u"count"_s, QJsonValue()}};

QByteArray changed(const QString &path, const QJsonValue &value)
{
    QJsonObject manifest = QJsonDocument::fromJson(sample().toJson()).object();
    const QStringList keys = path.split(u'.');
    if (keys.size() == 1) {
        manifest[path] = value;
    } else {
        QJsonObject part = manifest[keys[0]].toObject();
        part[keys[1]] = value;
        manifest[keys[0]] = part;
    }
    return QJsonDocument(manifest).toJson();
}

} // namespace

TEST_CASE("a manifest comes back from its JSON, amounts to the last digit")
{
    const auto read = Manifest::fromJson(sample().toJson(), u"m"_s);
    REQUIRE(read);
    CHECK(read->bytes == 9'007'199'254'740'993);
    CHECK(read->columns == sample().columns);
    CHECK(read->totals == sample().totals);
    CHECK(read->totals.overall.amount->toString() == u"12345678901234567890.10"_s);
    CHECK(read->toJson() == sample().toJson());
}

TEST_CASE("keys stand in one order, and amounts are text")
{
    const QByteArray json = sample().toJson();
    CHECK(json.indexOf("\"bytes\"") < json.indexOf("\"columns\""));
    CHECK(json.indexOf("\"columns\"") < json.indexOf("\"control\""));
    CHECK(json.contains("\"amount\": \"12345678901234567890.10\""));
}

TEST_CASE("a manifest of a newer Daybook says so")
{
    const auto newer = Manifest::fromJson(changed(u"format_version"_s, 2), u"m.json"_s);
    REQUIRE_FALSE(newer);
    CHECK(newer.error().message.contains(u"newer"_s));
}

TEST_CASE("what is not a manifest is refused by the part that is wrong, and harms nobody")
{
    const auto [json, why] = GENERATE(table<QByteArray, QString>(
        {{"", u"not a manifest"_s},
         {"[]", u"not a manifest"_s},
         {"{}", u"\"format\""_s},
         {"\xff\xfe{", u"not a manifest"_s},
         {QByteArray(5'000'000, '['), u"not a manifest"_s},
         {QByteArray("{\"a\":").repeated(100'000), u"not a manifest"_s},
         {changed(u"format"_s, u"zip"_s), u"\"format\""_s},
         {changed(u"format_version"_s, u"1"_s), u"\"format_version\" must be"_s},
         {changed(u"format_version"_s, 0.5), u"\"format_version\" must be"_s},
         {changed(u"sha256"_s, u"short"_s), u"\"sha256\" must be"_s},
         {changed(u"sha256"_s, QString(64, u'G')), u"\"sha256\" must be"_s},
         {changed(u"sha256"_s, QJsonArray{1}), u"\"sha256\" must be"_s},
         {changed(u"rows"_s, -1), u"\"rows\" must be"_s},
         {changed(u"rows"_s, 1e300), u"\"rows\" must be"_s},
         {changed(u"bytes"_s, u"12"_s), u"\"bytes\" must be"_s},
         {changed(u"profile"_s, u"loud"_s), u"\"profile\" must be"_s},
         {changed(u"columns"_s, QJsonArray{1, 2}), u"\"columns\" must be a list of objects"_s},
         {changed(u"columns"_s, QJsonObject()), u"\"columns\" must be a list"_s},
         {changed(u"control"_s, QJsonValue()), u"\"control\" must be an object"_s},
         {changed(u"control.overall"_s, 7), u"\"control.overall\" must be an object"_s},
         {changed(u"control.overall"_s, QJsonObject{{u"rows"_s, 1}, {u"amount"_s, 1.5}}),
          u"\"control.overall.amount\" must be"_s},
         {changed(u"control.overall"_s, QJsonObject{{u"rows"_s, 1}, {u"amount"_s, u"1e9"_s}}),
          u"\"control.overall.amount\" must be a decimal"_s},
         {changed(u"control.by_type"_s, QJsonArray{SomeType, SomeType}),
          u"\"control.by_type.type\" must be different"_s}}));
    const auto refused = Manifest::fromJson(json, u"m.json"_s);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::Data);
    CHECK(refused.error().message.contains(u"m.json"_s));
    INFO(refused.error().message.toStdString());
    CHECK(refused.error().message.contains(why));
}

TEST_CASE("the manifest stands beside its file under a name that can be guessed")
{
    CHECK(manifestPathFor(u"/a/settlement.csv"_s) == u"/a/settlement.manifest.json"_s);
    CHECK(manifestPathFor(u"/a/정산.CSV"_s) == u"/a/정산.manifest.json"_s);
    CHECK(manifestPathFor(u"/a.csv/plain"_s) == u"/a.csv/plain.manifest.json"_s);
    CHECK(manifestPathFor(u"data.txt"_s) == u"data.txt.manifest.json"_s);
}
