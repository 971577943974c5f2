import { useQuery } from '@tanstack/react-query';
import { take } from '../../client';
import { useConsole } from '../../context';
import { hrefOf } from '../../route';
import { Answered } from '../../ui/Answered';
import { Card } from '../../ui/Card';
import { Empty } from '../../ui/Empty';
import { bytes } from '../../ui/format';
import { Page } from '../../ui/Page';
import { Table } from '../../ui/Table';
import { Time } from '../../ui/Time';
import '../shared/shared.css';

/** What was measured of models on data sets, by `facevow evaluate`. */
export default function ReportsPage() {
  const { client } = useConsole();
  const query = useQuery({
    queryKey: ['reports'],
    queryFn: ({ signal }) => take(client.GET('/v1/reports', { signal })),
  });
  return (
    <Page
      title="Reports"
      line="What was measured of models on data sets: APCER, BPCER and EER with their intervals, and where they fail."
    >
      <Card flush>
        <Answered query={query} what="the reports">
          {({ configured, reports }) =>
            reports.length === 0 ? (
              <Empty
                title={configured ? 'The folder holds no report yet' : 'This server has no folder of reports'}
                icon="reports"
              >
                {configured ? (
                  <p>
                    Put the <code>summary.json</code> of <code>facevow evaluate --out</code> there, under a
                    name of its own.
                  </p>
                ) : (
                  <p>
                    Set <code>FACEVOW_REPORTS</code> to a folder with summaries that{' '}
                    <code>facevow evaluate</code> wrote.
                  </p>
                )}
              </Empty>
            ) : (
              <Table
                caption="Reports"
                testid="reports"
                rows={reports}
                rowKey={({ name }) => name}
                columns={[
                  {
                    name: 'Report',
                    head: true,
                    cell: ({ name }) => <a href={hrefOf(['reports', name])}>{name}</a>,
                  },
                  { name: 'Written', cell: ({ modified }) => <Time at={modified} /> },
                  {
                    name: 'Size',
                    end: true,
                    cell: ({ size }) => <span className="number">{bytes(size)}</span>,
                  },
                ]}
              />
            )
          }
        </Answered>
      </Card>
    </Page>
  );
}
