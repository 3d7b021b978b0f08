CREATE TYPE "public"."level" AS ENUM('CATEGORY', 'DOMAIN', 'SUBDOMAIN');--> statement-breakpoint
CREATE TYPE "public"."evaluation_status" AS ENUM('QUEUED', 'RUNNING', 'COMPLETED', 'PARTIAL', 'FAILED', 'CANCELLED');--> statement-breakpoint
CREATE TYPE "public"."judge_kind" AS ENUM('DETECTOR', 'VLM', 'RULE', 'PEOPLE', 'IMPORTED');--> statement-breakpoint
CREATE TYPE "public"."outcome" AS ENUM('SCORED', 'NOT_APPLICABLE', 'UNPARSEABLE', 'OUT_OF_RANGE', 'JUDGE_ERROR', 'MISSING_MEDIA', 'MISSING_RESPONSE');--> statement-breakpoint
CREATE TYPE "public"."worker_status" AS ENUM('STARTING', 'WORKING', 'IDLE', 'FENCED', 'STOPPED');--> statement-breakpoint
CREATE TYPE "public"."model_kind" AS ENUM('INTERLEAVED', 'INTEGRATED', 'TEXT_TO_IMAGE');--> statement-breakpoint
CREATE TABLE "benchmarks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"samples_per_question" integer NOT NULL,
	"questions_digest" text,
	"installed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "benchmarks_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "criteria" (
	"id" uuid PRIMARY KEY NOT NULL,
	"benchmark_id" uuid NOT NULL,
	"category_id" uuid,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"scale_min" double precision NOT NULL,
	"scale_max" double precision NOT NULL,
	"higher_is_better" boolean NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "criteria_benchmarkId_categoryId_slug_unique" UNIQUE NULLS NOT DISTINCT("benchmark_id","category_id","slug")
);
--> statement-breakpoint
CREATE TABLE "questions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"benchmark_id" uuid NOT NULL,
	"slice_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"position" integer NOT NULL,
	"content" jsonb NOT NULL,
	"reference" jsonb,
	"criteria" text[],
	"digest" text NOT NULL,
	CONSTRAINT "questions_benchmarkId_externalId_unique" UNIQUE("benchmark_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "slices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"benchmark_id" uuid NOT NULL,
	"parent_id" uuid,
	"level" "level" NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "slices_benchmarkId_parentId_slug_unique" UNIQUE NULLS NOT DISTINCT("benchmark_id","parent_id","slug")
);
--> statement-breakpoint
CREATE TABLE "annotations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"response_id" uuid NOT NULL,
	"criterion_id" uuid NOT NULL,
	"annotator" text NOT NULL,
	"value" double precision,
	"answers" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "annotations_responseId_criterionId_annotator_unique" UNIQUE("response_id","criterion_id","annotator")
);
--> statement-breakpoint
CREATE TABLE "published_results" (
	"id" uuid PRIMARY KEY NOT NULL,
	"benchmark_id" uuid NOT NULL,
	"model" text NOT NULL,
	"category" text,
	"scorer" text NOT NULL,
	"mean" double precision NOT NULL,
	"percent" double precision,
	"source" text NOT NULL,
	"note" text,
	CONSTRAINT "published_results_benchmarkId_model_category_scorer_source_unique" UNIQUE NULLS NOT DISTINCT("benchmark_id","model","category","scorer","source")
);
--> statement-breakpoint
CREATE TABLE "evaluations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"run_id" uuid NOT NULL,
	"judge_id" uuid NOT NULL,
	"status" "evaluation_status" DEFAULT 'QUEUED' NOT NULL,
	"expected" integer NOT NULL,
	"responses" integer NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"seq" integer DEFAULT 0 NOT NULL,
	"idempotency_key" text,
	"is_import" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "evaluations_idempotencyKey_unique" UNIQUE("idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "judges" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" "judge_kind" NOT NULL,
	"revision" text NOT NULL,
	"manifest" jsonb NOT NULL,
	"criteria" text[],
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "judges_revision_unique" UNIQUE("revision")
);
--> statement-breakpoint
CREATE TABLE "replies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"evaluation_id" uuid NOT NULL,
	"response_id" uuid NOT NULL,
	"part" text DEFAULT '' NOT NULL,
	"text" text,
	"evidence" jsonb,
	"is_truncated" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "replies_evaluationId_responseId_part_unique" UNIQUE("evaluation_id","response_id","part")
);
--> statement-breakpoint
CREATE TABLE "rollups" (
	"evaluation_id" uuid NOT NULL,
	"slice_id" uuid NOT NULL,
	"criterion_id" uuid,
	"expected" integer NOT NULL,
	"responses" integer NOT NULL,
	"scored" integer DEFAULT 0 NOT NULL,
	"not_applicable" integer DEFAULT 0 NOT NULL,
	"unparseable" integer DEFAULT 0 NOT NULL,
	"out_of_range" integer DEFAULT 0 NOT NULL,
	"judge_error" integer DEFAULT 0 NOT NULL,
	"missing_media" integer DEFAULT 0 NOT NULL,
	"n" integer DEFAULT 0 NOT NULL,
	"sum" double precision DEFAULT 0 NOT NULL,
	"sum_squares" double precision DEFAULT 0 NOT NULL,
	"questions" integer DEFAULT 0 NOT NULL,
	"squares" double precision DEFAULT 0 NOT NULL,
	"cross" double precision DEFAULT 0 NOT NULL,
	"sizes" double precision DEFAULT 0 NOT NULL,
	"best" double precision DEFAULT 0 NOT NULL,
	"official_n" integer DEFAULT 0 NOT NULL,
	"official_sum" double precision DEFAULT 0 NOT NULL,
	"official_sum_squares" double precision DEFAULT 0 NOT NULL,
	"official_questions" integer DEFAULT 0 NOT NULL,
	"official_squares" double precision DEFAULT 0 NOT NULL,
	"official_cross" double precision DEFAULT 0 NOT NULL,
	"official_sizes" double precision DEFAULT 0 NOT NULL,
	"official_best" double precision DEFAULT 0 NOT NULL,
	"histogram" integer[] DEFAULT '{0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}' NOT NULL,
	CONSTRAINT "rollups_evaluationId_sliceId_criterionId_unique" UNIQUE NULLS NOT DISTINCT("evaluation_id","slice_id","criterion_id")
);
--> statement-breakpoint
CREATE TABLE "scores" (
	"evaluation_id" uuid NOT NULL,
	"question_id" uuid NOT NULL,
	"response_id" uuid NOT NULL,
	"criterion_id" uuid NOT NULL,
	"slice_id" uuid NOT NULL,
	"outcome" "outcome" NOT NULL,
	"value" double precision,
	"official_value" double precision,
	"reason" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "scores_evaluation_id_question_id_response_id_criterion_id_pk" PRIMARY KEY("evaluation_id","question_id","response_id","criterion_id")
) PARTITION BY HASH ("evaluation_id");
--> statement-breakpoint
CREATE TABLE "scores_00" PARTITION OF "scores" FOR VALUES WITH (MODULUS 16, REMAINDER 0);
--> statement-breakpoint
CREATE TABLE "scores_01" PARTITION OF "scores" FOR VALUES WITH (MODULUS 16, REMAINDER 1);
--> statement-breakpoint
CREATE TABLE "scores_02" PARTITION OF "scores" FOR VALUES WITH (MODULUS 16, REMAINDER 2);
--> statement-breakpoint
CREATE TABLE "scores_03" PARTITION OF "scores" FOR VALUES WITH (MODULUS 16, REMAINDER 3);
--> statement-breakpoint
CREATE TABLE "scores_04" PARTITION OF "scores" FOR VALUES WITH (MODULUS 16, REMAINDER 4);
--> statement-breakpoint
CREATE TABLE "scores_05" PARTITION OF "scores" FOR VALUES WITH (MODULUS 16, REMAINDER 5);
--> statement-breakpoint
CREATE TABLE "scores_06" PARTITION OF "scores" FOR VALUES WITH (MODULUS 16, REMAINDER 6);
--> statement-breakpoint
CREATE TABLE "scores_07" PARTITION OF "scores" FOR VALUES WITH (MODULUS 16, REMAINDER 7);
--> statement-breakpoint
CREATE TABLE "scores_08" PARTITION OF "scores" FOR VALUES WITH (MODULUS 16, REMAINDER 8);
--> statement-breakpoint
CREATE TABLE "scores_09" PARTITION OF "scores" FOR VALUES WITH (MODULUS 16, REMAINDER 9);
--> statement-breakpoint
CREATE TABLE "scores_10" PARTITION OF "scores" FOR VALUES WITH (MODULUS 16, REMAINDER 10);
--> statement-breakpoint
CREATE TABLE "scores_11" PARTITION OF "scores" FOR VALUES WITH (MODULUS 16, REMAINDER 11);
--> statement-breakpoint
CREATE TABLE "scores_12" PARTITION OF "scores" FOR VALUES WITH (MODULUS 16, REMAINDER 12);
--> statement-breakpoint
CREATE TABLE "scores_13" PARTITION OF "scores" FOR VALUES WITH (MODULUS 16, REMAINDER 13);
--> statement-breakpoint
CREATE TABLE "scores_14" PARTITION OF "scores" FOR VALUES WITH (MODULUS 16, REMAINDER 14);
--> statement-breakpoint
CREATE TABLE "scores_15" PARTITION OF "scores" FOR VALUES WITH (MODULUS 16, REMAINDER 15);
--> statement-breakpoint
CREATE TABLE "events" (
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"benchmark_id" uuid NOT NULL,
	"evaluation_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "events_xid_id_pk" PRIMARY KEY("xid","id")
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"device" text NOT NULL,
	"judges" text[] NOT NULL,
	"status" "worker_status" NOT NULL,
	"reason" text,
	"images_per_second" double precision,
	"queue_depth" integer,
	"memory_bytes" bigint,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"heartbeat_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "media" (
	"digest" text PRIMARY KEY NOT NULL,
	"media_type" text NOT NULL,
	"bytes" bigint NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "models" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" "model_kind" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "models_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "responses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"run_id" uuid NOT NULL,
	"question_id" uuid NOT NULL,
	"sample_index" integer NOT NULL,
	"content" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "responses_runId_questionId_sampleIndex_unique" UNIQUE("run_id","question_id","sample_index")
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"benchmark_id" uuid NOT NULL,
	"model_id" uuid NOT NULL,
	"settings" jsonb NOT NULL,
	"samples_per_question" integer NOT NULL,
	"idempotency_key" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "runs_idempotencyKey_unique" UNIQUE("idempotency_key")
);
--> statement-breakpoint
ALTER TABLE "criteria" ADD CONSTRAINT "criteria_benchmark_id_benchmarks_id_fk" FOREIGN KEY ("benchmark_id") REFERENCES "public"."benchmarks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "criteria" ADD CONSTRAINT "criteria_category_id_slices_id_fk" FOREIGN KEY ("category_id") REFERENCES "public"."slices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_benchmark_id_benchmarks_id_fk" FOREIGN KEY ("benchmark_id") REFERENCES "public"."benchmarks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_slice_id_slices_id_fk" FOREIGN KEY ("slice_id") REFERENCES "public"."slices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slices" ADD CONSTRAINT "slices_benchmark_id_benchmarks_id_fk" FOREIGN KEY ("benchmark_id") REFERENCES "public"."benchmarks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "annotations" ADD CONSTRAINT "annotations_response_id_responses_id_fk" FOREIGN KEY ("response_id") REFERENCES "public"."responses"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "annotations" ADD CONSTRAINT "annotations_criterion_id_criteria_id_fk" FOREIGN KEY ("criterion_id") REFERENCES "public"."criteria"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published_results" ADD CONSTRAINT "published_results_benchmark_id_benchmarks_id_fk" FOREIGN KEY ("benchmark_id") REFERENCES "public"."benchmarks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_judge_id_judges_id_fk" FOREIGN KEY ("judge_id") REFERENCES "public"."judges"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replies" ADD CONSTRAINT "replies_evaluation_id_evaluations_id_fk" FOREIGN KEY ("evaluation_id") REFERENCES "public"."evaluations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rollups" ADD CONSTRAINT "rollups_evaluation_id_evaluations_id_fk" FOREIGN KEY ("evaluation_id") REFERENCES "public"."evaluations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rollups" ADD CONSTRAINT "rollups_slice_id_slices_id_fk" FOREIGN KEY ("slice_id") REFERENCES "public"."slices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rollups" ADD CONSTRAINT "rollups_criterion_id_criteria_id_fk" FOREIGN KEY ("criterion_id") REFERENCES "public"."criteria"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scores" ADD CONSTRAINT "scores_evaluation_id_evaluations_id_fk" FOREIGN KEY ("evaluation_id") REFERENCES "public"."evaluations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "responses" ADD CONSTRAINT "responses_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "responses" ADD CONSTRAINT "responses_question_id_questions_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."questions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_benchmark_id_benchmarks_id_fk" FOREIGN KEY ("benchmark_id") REFERENCES "public"."benchmarks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_model_id_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "questions_benchmark_id_id_index" ON "questions" USING btree ("benchmark_id","id");--> statement-breakpoint
CREATE INDEX "questions_slice_id_index" ON "questions" USING btree ("slice_id");--> statement-breakpoint
CREATE INDEX "evaluations_run_id_index" ON "evaluations" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "evaluations_judge_id_status_index" ON "evaluations" USING btree ("judge_id","status");--> statement-breakpoint
CREATE INDEX "judges_name_index" ON "judges" USING btree ("name");--> statement-breakpoint
CREATE INDEX "events_evaluation_id_seq_index" ON "events" USING btree ("evaluation_id","seq");--> statement-breakpoint
CREATE INDEX "events_benchmark_id_index" ON "events" USING btree ("benchmark_id");--> statement-breakpoint
CREATE INDEX "runs_benchmark_id_model_id_index" ON "runs" USING btree ("benchmark_id","model_id");