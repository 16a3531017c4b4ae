#include "views/runs/checkspanel.h"

#include "models/build/outcometext.h"
#include "models/build/runnodesitemmodel.h"
#include "models/core/format.h"
#include "views/widgets/datatable.h"
#include "views/widgets/filterlist.h"
#include "views/widgets/glyph.h"
#include "views/widgets/statepanel.h"
#include "views/widgets/theme.h"

#include <QListWidget>
#include <QSplitter>
#include <QVBoxLayout>

namespace daybook::views {
namespace {

bool needsALook(const build::RunNode &node)
{
    using State = build::NodeState;
    const State state = node.outcome.state;
    return state == State::Fail || state == State::Warn || state == State::Error;
}

QString words(const build::RunNode &node)
{
    const QString count =
        node.outcome.failures ? QStringLiteral("  ") + formatCount(*node.outcome.failures) : QString();
    return node.title() + count;
}

} // namespace

ChecksPanel::ChecksPanel(QWidget *parent)
    : QWidget(parent)
    , m_checks(new FilterList(tr("Needs a look"), this))
    , m_panel(new StatePanel(this))
    , m_table(new DataTable(this))
{
    m_table->setTitle(tr("Failing rows"));
    m_table->setModel(&m_rows);
    m_panel->setContent(m_table);
    auto *splitter = new QSplitter(this);
    splitter->addWidget(m_checks);
    splitter->addWidget(m_panel);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(Grid);
    splitter->setSizes({31 * Grid, 41 * Grid});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    connect(m_checks->list(), &QListWidget::currentItemChanged, this, &ChecksPanel::ask);
    m_panel->setCancellable(true);
    connect(m_panel, &StatePanel::retryRequested, this, &ChecksPanel::ask);
    connect(m_panel, &StatePanel::cancelRequested, this, &ChecksPanel::cancelRequested);
}

void ChecksPanel::showChecks(const build::RunNodesItemModel &nodes)
{
    const QString before = chosen();
    const QSignalBlocker blocker(m_checks->list());
    m_checks->list()->clear();
    m_errors.clear();
    for (int row = 0; row < nodes.rowCount(); ++row) {
        const build::RunNode &node = nodes.node(row);
        if (!needsALook(node))
            continue;
        if (node.outcome.error)
            m_errors.insert(node.outcome.uniqueId, *node.outcome.error);
        const Severity severity = build::severityOf(node.outcome.state);
        auto *item = new QListWidgetItem(glyph(severity), words(node), m_checks->list());
        item->setData(Qt::UserRole, node.outcome.uniqueId);
        item->setData(Qt::AccessibleTextRole, severityName(severity) + QStringLiteral(": ") + words(node));
        const QString why = node.outcome.error ? node.outcome.error->message : node.description;
        item->setToolTip(why.isEmpty() ? words(node) : words(node) + QLatin1Char('\n') + why);
    }
    choose(before);
    if (!m_checks->list()->currentItem())
        m_checks->setCurrentRow(0);
    if (chosen() != before)
        ask();
}

bool ChecksPanel::isEmpty() const
{
    return m_checks->list()->count() == 0;
}

QString ChecksPanel::chosen() const
{
    const QListWidgetItem *item = m_checks->list()->currentItem();
    return item ? item->data(Qt::UserRole).toString() : QString();
}

void ChecksPanel::choose(const QString &uniqueId)
{
    for (int row = 0; row < m_checks->list()->count(); ++row) {
        if (m_checks->list()->item(row)->data(Qt::UserRole).toString() == uniqueId)
            m_checks->setCurrentRow(row);
    }
}

void ChecksPanel::ask()
{
    if (chosen().isEmpty())
        return;
    m_panel->showLoading(tr("Reading the failing rows…"));
    Q_EMIT rowsWanted(chosen());
}

void ChecksPanel::showRows(const QString &uniqueId, const build::FailingRows &rows)
{
    if (uniqueId != chosen())
        return;
    m_rows.setRows(rows);
    if (rows.rows.isEmpty() && m_errors.contains(uniqueId))
        m_panel->showReason(m_checks->list()->currentItem()->text(), m_errors.value(uniqueId));
    else if (rows.rows.isEmpty())
        m_panel->showEmpty(tr("No rows were kept"), tr("The run kept no rows of this check."));
    else
        m_panel->showContent();
}

void ChecksPanel::showFailure(const QString &uniqueId, const Error &error)
{
    if (uniqueId == chosen())
        m_panel->showFailed(error);
}

} // namespace daybook::views
