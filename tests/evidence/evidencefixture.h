#pragma once

#include "models/evidence/csvexport.h"
#include "models/evidence/partialfile.h"
#include "models/evidence/verify.h"
#include "tests/support/await.h"
#include "tests/support/postgres.h"

#include <QTemporaryDir>

namespace daybook::test {

QByteArray contents(const QString &path);
void write(const QString &path, const QByteArray &bytes);

/// Every name in the folder, hidden ones included, so that what is left over shows.
QStringList namesIn(const QString &folder);

/// The check of that name and subject; throws when there is none.
evidence::VerifyCheck check(const evidence::VerifyReport &report, const QString &name,
                            const QString &subject = {});

/// A small ledger in a database of its own, and a folder to export it to.
class LedgerFixture
{
public:
    LedgerFixture();

    /// The ledger by id, with control totals by type.
    evidence::ExportRequest request() const;
    QString path(const QString &name = QStringLiteral("ledger.csv")) const { return folder.filePath(name); }
    QString manifestPath() const { return path(QStringLiteral("ledger.manifest.json")); }

    /// Exports on a session of its own, prepared by `setUp`; throws when that fails.
    Result<evidence::ExportOutcome> run(evidence::ExportRequest request, const QString &setUp = {}) const;

    TemporaryDatabase database;
    QTemporaryDir folder;
};

} // namespace daybook::test
