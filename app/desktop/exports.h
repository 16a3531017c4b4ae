#pragma once

#include "models/evidence/csvexport.h"
#include "models/settlement/exportdescription.h"
#include "models/warehouse/pool.h"

#include <QObject>
#include <QPointer>

namespace daybook::desktop {

/// What a page wants as CSV, written by the one service that writes them: asks for the file, streams, and
/// says how it went. Owned by Desktop; the pool outlives it.
class Exports : public QObject
{
    Q_OBJECT
public:
    explicit Exports(warehouse::Pool &pool, QObject *parent = nullptr);
    ~Exports() override;

    /// Opens the dialog over `window`; nothing happens when it is dismissed.
    void ask(const settlement::ExportDescription &what, QWidget *window);
    void write(const evidence::ExportRequest &request);
    /// Those under way; the server is told, and nothing is left of the file.
    void cancel();

Q_SIGNALS:
    /// For the status bar.
    void said(const QString &words);
    /// Whether there is anything to cancel.
    void busyChanged(bool busy);
    void written(const QString &path);
    void failed(const daybook::Error &error);

private:
    static QCoro::Task<> run(QPointer<Exports> exports, warehouse::Pool *pool,
                             evidence::ExportRequest request, std::stop_token stop);
    void finish(const Result<evidence::ExportOutcome> &outcome);

    warehouse::Pool *m_pool;
    std::stop_source m_stop;
    int m_underWay = 0;
};

} // namespace daybook::desktop
