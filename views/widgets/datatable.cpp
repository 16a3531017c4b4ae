#include "views/widgets/datatable.h"

#include "models/core/format.h"
#include "models/core/itemroles.h"
#include "views/widgets/celldelegate.h"
#include "views/widgets/columnsizer.h"
#include "views/widgets/glyph.h"
#include "views/widgets/tablecopy.h"
#include "views/widgets/tablefiltermodel.h"
#include "views/widgets/theme.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QSaveFile>
#include <QShortcut>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace daybook::views {
namespace {

/// Column heads stand over their figures.
class FigureHeader : public QHeaderView
{
public:
    explicit FigureHeader(QWidget *parent) : QHeaderView(Qt::Horizontal, parent) {}

protected:
    void initStyleOptionForIndex(QStyleOptionHeader *option, int section) const override
    {
        QHeaderView::initStyleOptionForIndex(option, section);
        const bool numeric = model() && model()->headerData(section, Qt::Horizontal, NumericRole).toBool();
        option->textAlignment = Qt::AlignVCenter | (numeric ? Qt::AlignRight : Qt::AlignLeft);
    }
};

QToolButton *quietButton(const QString &icon, const QString &text, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setProperty("quiet", true);
    button->setIcon(glyph(icon));
    button->setToolTip(text);
    button->setAccessibleName(text);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

DataTable::DataTable(QWidget *parent)
    : QWidget(parent)
    , m_view(new QTableView(this))
    , m_toolRow(new QWidget(this))
    , m_toolLayout(new QHBoxLayout(m_toolRow))
    , m_title(new QLabel(m_toolRow))
    , m_summary(new QLabel(m_toolRow))
    , m_filter(new QLineEdit(m_toolRow))
    , m_export(quietButton(QStringLiteral("export"), tr("Export as CSV… (Ctrl+E)"), m_toolRow))
    , m_sizer(nullptr)
    , m_proxy(new TableFilterModel(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Grid / 2);
    layout->addWidget(m_toolRow);
    layout->addWidget(m_view, 1);
    buildToolRow();
    buildView();
    buildActions();
}

void DataTable::buildToolRow()
{
    m_toolLayout->setContentsMargins(0, 0, 0, 0);
    m_title->setFont(headingFont(font()));
    m_title->hide();
    m_summary->setForegroundRole(QPalette::PlaceholderText);
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter rows"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(26 * Grid);
    m_filter->addAction(glyph(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_toolLayout->addWidget(m_title);
    m_toolLayout->addWidget(m_summary);
    m_toolLayout->addStretch(1);
    m_toolLayout->addWidget(m_filter);
    m_toolLayout->addWidget(m_export);
    connect(m_filter, &QLineEdit::textChanged, this, &DataTable::filter);
    connect(m_export, &QToolButton::clicked, this, &DataTable::exportRows);
}

void DataTable::buildView()
{
    m_view->setHorizontalHeader(new FigureHeader(m_view));
    m_view->horizontalHeader()->setSectionsClickable(true);
    m_view->horizontalHeader()->setSectionsMovable(true);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setMinimumHeight(4 * Grid);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->verticalHeader()->setDefaultSectionSize(28);
    m_view->setItemDelegate(new CellDelegate(m_view));
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setWordWrap(false);
    m_view->setCornerButtonEnabled(false);
    m_view->setTabKeyNavigation(false);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_sizer = new ColumnSizer(m_view);
    connect(m_view, &QTableView::customContextMenuRequested, this, &DataTable::showContextMenu);
    connect(m_view, &QTableView::doubleClicked, this,
            [this](const QModelIndex &index) { Q_EMIT activated(toSource(index)); });
}

void DataTable::buildActions()
{
    const auto shortcut = [this](const QKeySequence &keys, QWidget *owner, auto slot) {
        auto *made = new QShortcut(keys, owner);
        made->setContext(Qt::WidgetWithChildrenShortcut);
        connect(made, &QShortcut::activated, this, slot);
    };
    shortcut(Qt::CTRL | Qt::Key_E, this, &DataTable::exportRows);
    shortcut(QKeySequence::Find, this, &DataTable::focusFilter);
    const auto open = [this] {
        if (const QModelIndex index = currentSourceIndex(); index.isValid())
            Q_EMIT activated(index);
    };
    shortcut(Qt::Key_Return, m_view, open);
    shortcut(Qt::Key_Enter, m_view, open);
    shortcut(Qt::Key_Escape, m_filter, [this] {
        m_filter->clear();
        m_view->setFocus();
    });

    auto *plain = new QAction(glyph(QStringLiteral("copy")), tr("Copy"), this);
    plain->setShortcut(QKeySequence::Copy);
    connect(plain, &QAction::triggered, this, &DataTable::copySelection);
    auto *headed = new QAction(tr("Copy with column heads"), this);
    headed->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    connect(headed, &QAction::triggered, this, &DataTable::copySelectionWithHeader);
    m_copyActions = {plain, headed};
    for (QAction *action : m_copyActions)
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_view->addActions(m_copyActions);
}

void DataTable::setModel(QAbstractItemModel *model, Ordering ordering)
{
    m_source = model;
    m_ordering = ordering;
    m_view->setSortingEnabled(false);
    m_proxy->setSourceModel(ordering == Ordering::Here ? model : nullptr);
    QItemSelectionModel *old = m_view->selectionModel();
    m_view->setModel(ordering == Ordering::Here ? m_proxy : model);
    delete old;
    // No column sorts until somebody asks: the model's own order means something.
    m_view->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_view->horizontalHeader()->setSortIndicatorClearable(true);
    m_view->setSortingEnabled(true);
    m_sizer->watchModel();
    connectSelection();
    if (ordering == Ordering::Here) {
        connect(m_proxy, &QAbstractItemModel::modelReset, this, &DataTable::showCount, Qt::UniqueConnection);
        connect(m_proxy, &QAbstractItemModel::rowsInserted, this, &DataTable::showCount,
                Qt::UniqueConnection);
        connect(m_proxy, &QAbstractItemModel::rowsRemoved, this, &DataTable::showCount, Qt::UniqueConnection);
        showCount();
    }
}

void DataTable::connectSelection()
{
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) { Q_EMIT currentChanged(toSource(current)); });
}

void DataTable::setTitle(const QString &title)
{
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    m_view->setAccessibleName(title);
}

void DataTable::setSummary(const QString &summary)
{
    m_summary->setText(summary);
}

void DataTable::setStretchColumn(int column)
{
    m_sizer->setStretchColumn(column);
}

void DataTable::setFilterVisible(bool visible)
{
    m_filter->setVisible(visible);
}

void DataTable::setExportedByOwner(bool byOwner)
{
    m_exportedByOwner = byOwner;
}

Result<void> DataTable::saveShown(const QString &path) const
{
    QSaveFile file(path);
    const QByteArray rows = toCommaSeparated(*m_view->model()).toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(rows) != rows.size() || !file.commit())
        return failure(
            ErrorKind::Io,
            tr("%1 could not be written: %2").arg(QDir::toNativeSeparators(path), file.errorString()));
    return {};
}

void DataTable::exportRows()
{
    if (m_exportedByOwner) {
        Q_EMIT exportRequested();
        return;
    }
    auto *dialog = new QFileDialog(this, tr("Export as CSV"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->setNameFilter(tr("CSV for spreadsheets (*.csv)"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        const Result<void> saved = saveShown(path);
        if (saved)
            return;
        auto *box = new QMessageBox(QMessageBox::Warning, tr("Not exported"), saved.error().message,
                                    QMessageBox::Ok, this);
        box->setAttribute(Qt::WA_DeleteOnClose);
        box->open();
    });
    dialog->open();
}

void DataTable::addTableAction(QAction *action)
{
    auto *button = quietButton({}, action->toolTip(), m_toolRow);
    button->setDefaultAction(action);
    m_toolLayout->addWidget(button);
    addAction(action);
}

void DataTable::setToolRowVisible(bool visible)
{
    m_toolRow->setVisible(visible);
}

QModelIndex DataTable::currentSourceIndex() const
{
    return toSource(m_view->currentIndex());
}

void DataTable::setCurrentSourceRow(int row)
{
    if (!m_source)
        return;
    const QModelIndex source = m_source->index(row, 0);
    const QModelIndex shown = m_ordering == Ordering::Here ? m_proxy->mapFromSource(source) : source;
    if (shown.isValid() && shown.row() != m_view->currentIndex().row())
        m_view->setCurrentIndex(shown);
}

QModelIndex DataTable::toSource(const QModelIndex &viewIndex) const
{
    return m_ordering == Ordering::Here ? m_proxy->mapToSource(viewIndex) : viewIndex;
}

void DataTable::copySelection()
{
    copy(false);
}

void DataTable::copySelectionWithHeader()
{
    copy(true);
}

void DataTable::focusFilter()
{
    if (!m_toolRow->isVisibleTo(this) || !m_filter->isVisibleTo(this))
        return;
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void DataTable::copy(bool withHeader)
{
    if (!m_view->selectionModel())
        return;
    const QItemSelection selection = m_view->selectionModel()->selection();
    const QString text = toTabSeparated(selection, withHeader);
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
    else if (!selection.isEmpty())
        Q_EMIT copyRefused(cellCount(selection));
}

void DataTable::filter(const QString &text)
{
    if (m_ordering == Ordering::Here) {
        m_proxy->setFilterText(text);
        showCount();
    }
    Q_EMIT filterEdited(text);
}

void DataTable::showContextMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(m_copyActions);
    if (!actions().isEmpty())
        menu->addSeparator();
    menu->addActions(actions());
    menu->addAction(m_export->icon(), m_export->toolTip(), this, &DataTable::exportRows);
    Q_EMIT contextMenuOpening(menu, toSource(m_view->indexAt(position)));
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

void DataTable::showCount()
{
    const int shown = m_proxy->rowCount();
    const int all = m_source ? m_source->rowCount() : 0;
    setSummary(shown == all ? tr("%Ln row(s)", nullptr, all)
                            : tr("%1 of %Ln row(s)", nullptr, all).arg(formatCount(shown)));
}

} // namespace daybook::views
