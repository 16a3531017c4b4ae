#include "models/evidence/csvreader.h"

#include <QStringList>

#include <catch2/catch.hpp>

using namespace daybook::evidence;

namespace {

/// Writes down what it is told: fields between bars, quoted ones in angle quotes, rows ended by "/".
class Transcript : public CsvHandler
{
public:
    void field(int column, const CsvField &field) override
    {
        text += column > 0 ? "|" : "";
        text += field.quoted ? "<" + field.value.toByteArray() + ">" : field.value.toByteArray();
        text += field.cut ? "~" : "";
    }
    void endRow(int columns) override { text += "/" + QByteArray::number(columns) + " "; }

    QByteArray text;
};

/// Fed in pieces of `size` bytes: what was read, and what was wrong.
QByteArray read(const QByteArray &csv, qsizetype size)
{
    Transcript transcript;
    CsvReader reader(transcript);
    for (qsizetype at = 0; at < csv.size(); at += size)
        reader.feed(QByteArrayView(csv).sliced(at, std::min(size, csv.size() - at)));
    reader.finish();
    return transcript.text + reader.problem().toUtf8();
}

} // namespace

TEST_CASE("fields are read whole however the bytes are cut")
{
    const QByteArray csv =
        "id,memo\r\n1,\"a \"\"b\"\", c\"\r\n2,\"two\r\nlines\n\"\r\n3,\r\n4,\"\"\r\n거래,금액\r\n";
    const QByteArray expected = "id|memo/2 1|<a \"b\", c>/2 2|<two\r\nlines\n>/2 3|/2 4|<>/2 거래|금액/2 ";
    for (qsizetype size = 1; size <= csv.size(); ++size) {
        INFO("pieces of " << size);
        CHECK(read(csv, size) == expected);
    }
}

TEST_CASE("a single empty column is a row, and nothing at all is none")
{
    CHECK(read("a\r\n\r\n\"\"\r\n", 100) == "a/1 /1 <>/1 ");
    CHECK(read("", 100).isEmpty());
}

TEST_CASE("what RFC 4180 does not allow is named with its place")
{
    const auto [csv, problem] = GENERATE(table<QByteArray, QByteArray>(
        {{"a\n", "row 1, column 1: a line feed without a carriage return"},
         {"a\r\n1,b\rc\r\n", "row 2, column 3: a carriage return without a line feed"},
         {"a,b\"c\r\n", "row 1, column 2: a quote inside of an unquoted value"},
         {"a\r\n\"b\"c\r\n", "row 2, column 1: something other than a comma after a closing quote"},
         {"a\r\n\"never", "row 2, column 1: a quoted value never ends"},
         {"a\r\nb", "row 2, column 1: the last row does not end with CR LF"},
         {"a\r\nb,", "row 2, column 2: the last row does not end with CR LF"},
         {"a\r\nb\r", "row 2, column 2: the last row does not end with CR LF"},
         {"a\r\n\"b\"", "row 2, column 1: the last row does not end with CR LF"}}));
    for (qsizetype size = 1; size <= csv.size(); ++size)
        CHECK(read(csv, size).endsWith(problem));
}

TEST_CASE("a field without end costs no memory, and neither do columns without end")
{
    Transcript transcript;
    CsvReader reader(transcript);
    reader.feed("\"");
    for (int i = 0; i < 100; ++i)
        reader.feed(QByteArray(1 << 20, 'x'));
    reader.feed("\",short\r\n");
    CHECK(transcript.text.size() == CsvReader::MaximumKept + qsizetype(sizeof "<>~|short/2 ") - 1);
    CHECK(reader.finish());

    CHECK_FALSE(reader.feed(QByteArray(5000, ',')));
    CHECK(reader.problem().contains(QStringLiteral("more columns")));
}
