#include "app/desktop/exports.h"

#include "models/core/format.h"
#include "models/evidence/settlementexport.h"

#include <QCoro/QCoroFuture>
#include <QDir>
#include <QFileDialog>
#include <QStandardPaths>

namespace daybook::desktop {

using evidence::ExportOutcome;
using evidence::ExportRequest;

Exports::Exports(warehouse::Pool &pool, QObject *parent) : QObject(parent), m_pool(&pool) {}

Exports::~Exports()
{
    m_stop.request_stop();
}

void Exports::ask(const settlement::ExportDescription &what, QWidget *window)
{
    const QString audit = tr("CSV for audits (*.csv)");
    const QString spreadsheet = tr("CSV for spreadsheets (*.csv)");
    const QDir documents(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    auto *dialog = new QFileDialog(window, tr("Export %1").arg(what.label));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->setNameFilters({audit, spreadsheet});
    dialog->selectFile(documents.filePath(what.fileName));
    connect(dialog, &QFileDialog::fileSelected, this, [this, dialog, what, spreadsheet](const QString &path) {
        ExportRequest request = evidence::requestFor(what, path, QStringLiteral("daybook " DAYBOOK_VERSION));
        if (dialog->selectedNameFilter() == spreadsheet)
            request.profile = evidence::Profile::Spreadsheet;
        write(request);
    });
    dialog->open();
}

void Exports::write(const ExportRequest &request)
{
    Q_EMIT said(tr("Writing %1…").arg(QDir::toNativeSeparators(request.path)));
    if (m_underWay++ == 0)
        Q_EMIT busyChanged(true);
    run(this, m_pool, request, m_stop.get_token());
}

QCoro::Task<> Exports::run(QPointer<Exports> exports, warehouse::Pool *pool, ExportRequest request,
                           std::stop_token stop)
{
    Result<std::shared_ptr<warehouse::Lease>> lease = co_await pool->acquire(stop);
    if (!lease) {
        const Result<ExportOutcome> refused = failure(lease.error());
        if (exports)
            exports->finish(refused);
        co_return;
    }
    const warehouse::Connection::Pointer connection = (*lease)->connection();
    const ProgressSink progress = [exports](const Progress &soFar) {
        if (exports)
            Q_EMIT exports->said(tr("Writing: %1 rows").arg(formatCount(soFar.done)));
    };
    const Result<ExportOutcome> outcome = co_await evidence::exportCsv(connection, request, stop, progress);
    if (exports)
        exports->finish(outcome);
}

void Exports::cancel()
{
    m_stop.request_stop();
    m_stop = std::stop_source();
}

void Exports::finish(const Result<ExportOutcome> &outcome)
{
    if (--m_underWay == 0)
        Q_EMIT busyChanged(false);
    if (!outcome) {
        Q_EMIT said({});
        Q_EMIT failed(outcome.error());
        return;
    }
    Q_EMIT said(tr("%1: %2 rows, and the manifest that proves them")
                    .arg(QDir::toNativeSeparators(outcome->path), formatCount(outcome->rows)));
    Q_EMIT written(outcome->path);
}

} // namespace daybook::desktop
