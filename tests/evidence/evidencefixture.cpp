#include "tests/evidence/evidencefixture.h"

#include <QDir>
#include <QFile>

#include <stdexcept>

namespace daybook::test {

using namespace Qt::StringLiterals;

QByteArray contents(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        throw std::runtime_error("cannot read " + path.toStdString());
    return file.readAll();
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size())
        throw std::runtime_error("cannot write " + path.toStdString());
}

QStringList namesIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
}

evidence::VerifyCheck check(const evidence::VerifyReport &report, const QString &name, const QString &subject)
{
    for (const evidence::VerifyCheck &one : report.checks) {
        if (one.name == name && one.subject == subject)
            return one;
    }
    throw std::runtime_error("no check " + name.toStdString() + " of " + subject.toStdString());
}

LedgerFixture::LedgerFixture()
{
    database.run(u"create table ledger (id bigint primary key, type text, amount numeric, n int, "
                 "occurred_at timestamptz, day date, memo text);"
                 "insert into ledger values "
                 "(1, 'charge', 1000, 1, '2026-11-21 00:00:00+09', '2026-11-21', '첫 충전'),"
                 "(2, 'charge', 2500.50, 2, '2026-11-21 12:30:00.25+09', '2026-11-21', null),"
                 "(3, 'refund', 300, 1, '2026-11-21 23:59:59.999999+09', '2026-11-21', ''),"
                 "(4, null, -5, null, '2026-11-21 01:00:00+09', '2026-11-21', 'a \"quoted\", one')"_s);
}

evidence::ExportRequest LedgerFixture::request() const
{
    evidence::ExportRequest request;
    request.sql = u"select id, type, amount, n, occurred_at, day, memo from ledger"_s;
    request.orderBy = {u"id"_s};
    request.roles = {.type = u"type"_s, .amount = u"amount"_s, .count = u"n"_s};
    request.path = path();
    return request;
}

Result<evidence::ExportOutcome> LedgerFixture::run(evidence::ExportRequest request,
                                                   const QString &setUp) const
{
    const auto connection = database.connect();
    if (!setUp.isEmpty() && !await(connection->execute(setUp)))
        throw std::runtime_error("cannot set up with " + setUp.toStdString());
    return await(evidence::exportCsv(connection, request, {}, {}));
}

} // namespace daybook::test
