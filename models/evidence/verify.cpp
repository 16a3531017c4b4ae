#include "models/evidence/verify.h"

#include "models/core/sha256.h"
#include "models/evidence/partialfile.h"
#include "models/evidence/totalscheck.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>

namespace daybook::evidence {
namespace {

using namespace Qt::StringLiterals;

constexpr qint64 PieceBytes = 256 * 1024;

/// What a file is, by its bytes alone.
struct Facts
{
    qint64 bytes = 0;
    QByteArray sha256;
    bool marked = false; ///< begins with a byte order mark
    QString problem;     ///< why it is not CSV; empty when it is
    QStringList header;
    qint64 rows = 0;
    Result<ControlTotals> totals;
};

void report(const ProgressSink &progress, QElapsedTimer &clock, qint64 done, qint64 total)
{
    if (!progress || !clock.hasExpired(100))
        return;
    clock.restart();
    progress({.done = done, .total = total, .what = u"bytes"_s});
}

Result<Facts> factsOf(const QString &path, RoleColumns roles, std::stop_token stop,
                      const ProgressSink &progress)
{
    QFile file(path);
    if (const Result<void> opened = openForReading(file, u"verify"_s); !opened)
        return failure(opened.error());
    Facts facts;
    Sha256 hash;
    CsvTally tally(roles);
    CsvReader reader(tally);
    QElapsedTimer clock;
    clock.start();
    QByteArray piece(PieceBytes, Qt::Uninitialized);
    qint64 got = 0;
    while ((got = file.read(piece.data(), PieceBytes)) > 0) {
        if (stop.stop_requested())
            return failure(ErrorKind::Cancelled, u"Cancelled."_s);
        QByteArrayView bytes(piece.constData(), got);
        hash.add(bytes);
        if (facts.bytes == 0 && bytes.startsWith(QByteArrayView("\xEF\xBB\xBF"))) {
            facts.marked = true;
            bytes = bytes.sliced(3);
        }
        reader.feed(bytes);
        facts.bytes += got;
        report(progress, clock, facts.bytes, file.size());
    }
    if (got < 0)
        return failure(fileError(u"verify"_s, path, errno));
    reader.finish();
    facts.sha256 = hash.hex();
    facts.problem = reader.problem();
    facts.header = tally.header();
    facts.rows = tally.rows();
    facts.totals = tally.totals();
    return facts;
}

class Checks
{
public:
    void add(const QString &name, const QString &expected, const QString &actual, const QString &subject = {})
    {
        m_list << VerifyCheck{.name = name,
                              .subject = subject,
                              .passed = expected == actual,
                              .expected = expected,
                              .actual = actual};
    }
    void addHeader(const QStringList &expected, const QStringList &actual)
    {
        add(u"header"_s, expected.join(u", "_s), actual.join(u", "_s));
        m_list.back().passed = expected == actual; // names may hold commas
    }
    void addTotals(const QString &subject, const Totals &expected, const Totals &actual)
    {
        add(u"total"_s, describe(expected), describe(actual), subject);
        m_list.back().passed = expected == actual;
    }
    QList<VerifyCheck> take() { return std::move(m_list); }

private:
    QList<VerifyCheck> m_list;
};

void compareTotals(const ControlTotals &claimed, const ControlTotals &found, Checks &checks)
{
    for (const auto &type : typesOf(claimed, found))
        checks.addTotals(describe(type), totalsOf(claimed, type), totalsOf(found, type));
    checks.addTotals(QString(), claimed.overall, found.overall);
}

/// The overall total is the sum of the types', or somebody has written one of them by hand.
void checkItself(const Manifest &manifest, Checks &checks)
{
    checks.add(u"sql_sha256"_s, QString::fromLatin1(manifest.sqlSha256),
               QString::fromLatin1(Sha256::hexOf(manifest.sql.toUtf8())));
    Result<Totals> sum = Totals();
    for (const auto &[type, one] : manifest.totals.byType)
        sum = sum.and_then([&one = one](const Totals &so) { return combined(so, one); });
    if (!manifest.roles.type.isEmpty())
        checks.add(u"sum_of_types"_s, describe(manifest.totals.overall),
                   sum ? describe(*sum) : sum.error().message);
}

QList<VerifyCheck> compare(const Manifest &manifest, const Facts &facts)
{
    Checks checks;
    checks.add(u"bytes"_s, QString::number(manifest.bytes), QString::number(facts.bytes));
    checks.add(u"sha256"_s, QString::fromLatin1(manifest.sha256), QString::fromLatin1(facts.sha256));
    checks.add(u"format"_s, u"RFC 4180"_s, facts.problem.isEmpty() ? u"RFC 4180"_s : facts.problem);
    const auto mark = [](bool there) { return there ? u"byte order mark"_s : u"no byte order mark"_s; };
    checks.add(u"mark"_s, mark(manifest.profile == Profile::Spreadsheet), mark(facts.marked));
    checks.addHeader(headerOf(manifest), facts.header);
    checks.add(u"rows"_s, QString::number(manifest.rows), QString::number(facts.rows));
    if (facts.totals)
        compareTotals(manifest.totals, *facts.totals, checks);
    else
        checks.add(u"total"_s, describe(manifest.totals.overall), facts.totals.error().message);
    checkItself(manifest, checks);
    return checks.take();
}

Result<VerifyReport> verifyAgainst(const QString &path, const QString &manifestPath, std::stop_token stop,
                                   const ProgressSink &progress)
{
    const Result<QByteArray> json = Manifest::readBytes(manifestPath);
    if (!json)
        return failure(json.error());
    const Result<Manifest> manifest = Manifest::fromJson(*json, manifestPath);
    if (!manifest)
        return failure(manifest.error());
    const Result<RoleColumns> roles = roleColumns(manifest->roles, manifest->columns);
    if (!roles)
        return failure(ErrorKind::Data, u"The manifest contradicts itself. %1"_s.arg(roles.error().message));
    const Result<Facts> facts = factsOf(path, *roles, std::move(stop), progress);
    if (!facts)
        return failure(facts.error());
    return VerifyReport{.path = path,
                        .manifestPath = manifestPath,
                        .manifestSha256 = Sha256::hexOf(*json),
                        .manifest = *manifest,
                        .checks = compare(*manifest, *facts)};
}

tl::unexpected<Error> noManifest(const QString &path, const QString &manifestPath)
{
    return failure(
        ErrorKind::Io,
        u"Nothing proves %1: there is no %2. Find the manifest that was exported with the file, or "
        "export again."_s.arg(path, manifestPath));
}

} // namespace

bool VerifyReport::proven() const
{
    return !checks.isEmpty() &&
           std::all_of(checks.begin(), checks.end(), [](const VerifyCheck &check) { return check.passed; });
}

Result<VerifyReport> verifyCsv(const QString &path, const QString &manifestPath, std::stop_token stop,
                               const ProgressSink &progress)
{
    if (!QFileInfo::exists(path))
        return failure(fileError(u"verify"_s, path, ENOENT));
    const QString beside = manifestPath.isEmpty() ? manifestPathFor(path) : manifestPath;
    const QString pending = pendingManifestPathFor(path);
    const bool mayPend = manifestPath.isEmpty() && QFileInfo::exists(pending);
    if (!QFileInfo::exists(beside) && !mayPend)
        return noManifest(path, beside);
    Result<VerifyReport> report = verifyAgainst(path, beside, stop, progress);
    if (!mayPend || (report && report->proven()))
        return report;
    Result<VerifyReport> other = verifyAgainst(path, pending, stop, progress);
    return other && other->proven() ? other : report;
}

} // namespace daybook::evidence
